"""What respondents are told is kept word for word: a new version whenever a word of it changes."""

import hashlib
import json
import uuid

from vises.apps.collection.models import ConsentVersion, Wave
from vises.apps.collection.words import read_aloud, uses_in_words
from vises.apps.journeys.models import Decision


def renew(wave: Wave) -> None:
    """Keep what is told now, if a word of it is new; answers from now on name this version."""
    line = wave.line
    decision = Decision.objects.filter(question__plan_lines=line).select_related("question").first()
    question = decision.question.texts if decision else {}
    readers = list(line.readers.order_by("created_at").values_list("name", flat=True))
    told = {
        "introduction": wave.introduction,
        "spoken": read_aloud(line.journey.enterprise.name, question, line.respondent_minutes, readers),
        "uses": uses_in_words(wave.consent_uses),
        "readers": readers,
    }
    digest = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
    last = ConsentVersion.objects.filter(wave=wave).order_by("-number").first()
    if last is not None and last.sha256 == digest:
        return
    number = last.number + 1 if last else 1
    ConsentVersion.objects.create(wave=wave, number=number, sha256=digest, **told)
    Wave.objects.filter(pk=wave.pk).update(consent_number=number)
    wave.consent_number = number


def readers_changed(line_id: uuid.UUID) -> None:
    """Somebody else reads the raw words of a line: its open rounds tell so from now on."""
    rows = Wave.objects.filter(line=line_id, closed_at=None).select_related("line__journey__enterprise")
    for wave in rows:
        renew(wave)
