"""What an OpenRosa client (ODK Collect) is offered behind a key: the form of one round, with its page in front."""

import hashlib
import uuid
from dataclasses import dataclass

from vises.apps.collection.models import ConsentVersion, Wave
from vises.apps.collection.rules import is_open
from vises.apps.collection.services.openrosa import PURPOSE
from vises.apps.collection.services.waves import wave_of_pass
from vises.apps.collection.words import agreeing
from vises.apps.instruments.queries import form_of
from vises.apps.instruments.queries.media import MediaFile, media_of
from vises.kernel.clock import today
from vises.kernel.locale import Texts, pick
from vises.xforms.first_page import Before, ask_before


@dataclass(frozen=True)
class OfferedForm:
    """The form as it is sent. `version` changes with its questions and with what people are told."""

    id: str
    version: str
    name: str
    version_id: uuid.UUID
    xml: bytes
    media: tuple[MediaFile, ...] = ()

    @property
    def hash(self) -> str:
        """As OpenRosa lists write it."""
        return f"md5:{hashlib.md5(self.xml, usedforsecurity=False).hexdigest()}"


def wave_of_key(token: str) -> Wave:
    """The round that a key opens, also when it takes no new answers: what was filled in before may still arrive.

    Raises NotFound when the key opens nothing (any more).
    """
    return wave_of_pass(token, PURPOSE)


def offered(token: str) -> OfferedForm | None:
    """The form behind a key; None while its round takes no answers. Raises NotFound as `wave_of_key`."""
    wave = wave_of_key(token)
    if not is_open(wave.opens_on, wave.closes_on, wave.closed_at, today()):
        return None
    form = form_of(wave.version)
    language = wave.line.journey.language
    told = ConsentVersion.objects.filter(wave=wave, number=wave.consent_number).first()
    version = f"{form.version or wave.version.number}.{wave.consent_number}"
    titles: Texts = {code: pick(wave.titles, code)[0] for code in ("fr", "nl", "en")}
    before = asked_before(wave, told.spoken if told else {})
    xml = ask_before(wave.version.xform, titles, before, language, version)
    files = media_of(wave.version_id) if form.has_media else ()
    return OfferedForm(form.id, version, pick(wave.titles, language)[0], wave.version_id, xml.encode(), files)


def asked_before(wave: Wave, spoken: Texts) -> list[Before]:
    """What is told and asked before the form: the words to read, the uses, how the person agreed."""
    words = agreeing(wave.consent_uses)
    found = [Before("told", spoken or wave.introduction or wave.titles)]
    if words.uses:
        found.append(Before("uses", words.which, choices=words.uses, several=True))
    found.append(Before("how", words.how, choices=words.ways, required=True))
    return found
