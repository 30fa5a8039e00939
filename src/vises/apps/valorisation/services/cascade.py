"""A withdrawal reaches what is published: quotes go at once, figures are counted again and marked, or hidden.

Every change of a published content is written with its new hash and the moment it was revised, and leaves a
task for the enterprise. Nothing here needs a right: it is the respondent's will that acts.
"""

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from django.db import transaction

from vises.analysis.disclosure import OUTSIDE
from vises.apps.access.actor import SYSTEM
from vises.apps.coding.models import Passage, Text
from vises.apps.coding.outside import tell as tell_themes
from vises.apps.coding.queries.consent import said_in_general
from vises.apps.coding.queries.history import former_themes
from vises.apps.datasets.models import Analysis
from vises.apps.findings.outside import tell
from vises.apps.findings.queries.depth import at_depth
from vises.apps.findings.queries.numbers import cited_numbers
from vises.apps.findings.queries.themes import themes_outside
from vises.apps.findings.services.ground import analyses_recalculated
from vises.apps.methodology.rules import canonical_hash
from vises.apps.valorisation.models import Claim, Publication, PublicationTask, Quote
from vises.apps.valorisation.rules import (
    ground_left,
    ground_shown,
    in_languages,
    lost_picture,
    lost_words,
    other_name,
    other_words,
    recount,
    says_number,
)
from vises.kernel.clock import now, today
from vises.platform.audit.services import record

QUOTE_WITHDRAWN = "quote-withdrawn"
FIGURE_CHANGED = "figure-changed"
CLAIM_HIDDEN = "claim-hidden"
WORDS_CHANGED = "words-changed"
PICTURE_WITHDRAWN = "picture-withdrawn"


def passages_go(passages: frozenset[uuid.UUID], why: str) -> None:
    """Passages are being erased: their words leave every publication, also those that were replaced.

    Themes they were marked with are counted again without them.
    """
    if why == "withdrawn":
        Quote.objects.filter(passage_id__in=passages).delete()
        codes = frozenset(Passage.objects.filter(pk__in=passages).values_list("code_id", flat=True))
        # what is published names a theme as it was then: its passages may lie under another one by now
        counted = themes_outside(codes, without=passages, held=former_themes(passages))
        _take_out(passages, {str(code): (row.passages, row.people) if row else None for code, row in counted.items()})
        public = Publication.objects.filter(state=Publication.State.PUBLIC)
        for scope_id in set(Text.objects.filter(passages__in=passages).values_list("scope_id", flat=True)):
            if public.filter(story__journey__scope_id=scope_id).exists():  # what its page says now has left
                tell_themes(scope_id, without=passages)


def names_replaced(words: Mapping[uuid.UUID, str]) -> None:
    """Names in these passages were replaced: every publication shows the new words, also those that were replaced."""
    new = {str(passage): text for passage, text in words.items()}
    if not new:
        return
    with transaction.atomic():
        for row in Publication.objects.select_for_update().select_related("story__journey"):
            content = row.content
            if touched := other_words(content, new):
                for claim_id in touched:
                    _task(row, claim_id, WORDS_CHANGED)
                _revise(row, content)


def on_withdrawal(what: str, ids: frozenset[uuid.UUID], line_id: uuid.UUID) -> None:
    """Somebody agreed to fewer uses: words that may not be public any more leave every publication.

    Whole answers and documents come by way of their passages, figures by way of their new revision.
    """
    if what != "uses":
        return
    passages = frozenset(Passage.objects.filter(text__detail=line_id).values_list("id", flat=True))
    gone = frozenset(id_ for id_, said in said_in_general(passages).items() if said == "no")
    Quote.objects.filter(passage_id__in=gone).delete()
    _take_out(gone, {})


def take_out(passages: Collection[uuid.UUID]) -> None:
    """Somebody says no to her words being shown, or agreed until a day that is over: they leave every publication."""
    _take_out(passages, {})


def picture_goes(image_id: uuid.UUID) -> None:
    """Somebody on a picture does not agree (any more) that anybody sees it: it leaves every publication."""
    with transaction.atomic():
        for row in Publication.objects.select_for_update().select_related("story__journey"):
            content = row.content
            if lost_picture(content, str(image_id)):
                _task(row, None, PICTURE_WITHDRAWN)
                _revise(row, content)


def name_changes(kind: str, id_: uuid.UUID, name: str) -> None:
    """Somebody agrees under this name, or none: another one leaves every publication.

    `kind`: "passage" or "person" (on a picture). A new name comes with the next publication.
    """
    with transaction.atomic():
        for row in Publication.objects.select_for_update().select_related("story__journey"):
            content = row.content
            if other_name(content, kind, str(id_), name):
                _revise(row, content)


def _take_out(passages: Collection[uuid.UUID], themes: Mapping[str, tuple[int, int] | None]) -> None:
    ids = {str(passage) for passage in passages}
    if not ids:
        return
    with transaction.atomic():
        for row in Publication.objects.select_for_update().select_related("story__journey"):
            content = row.content
            lost = set(lost_words(content, ids))
            touched = bool(lost)
            for claim in content["claims"]:
                changed, stale = recount(claim, themes, OUTSIDE)
                if changed:
                    claim["recalculated_on"], touched = today().isoformat(), True
                hidden = not claim["hidden"] and (stale or (claim["id"] in lost and not ground_left(claim)))
                claim["hidden"] = claim["hidden"] or hidden
                if hidden:
                    _task(row, claim["id"], CLAIM_HIDDEN)
                elif claim["id"] in lost:
                    _task(row, claim["id"], QUOTE_WITHDRAWN)
                elif changed:
                    _task(row, claim["id"], FIGURE_CHANGED)
            if touched:
                _revise(row, content)


def recalculated(analyses: Iterable[uuid.UUID]) -> None:
    """Figures were counted again: evidence is marked; published figures change, or their claims are hidden.

    A figure is hidden where the new one beside it would tell of a few people (`datasets.outside`). A claim is hidden
    when its sentence says the old number in digits, or when nothing else that may be shown speaks for it; otherwise
    it stays, marked with the day.
    """
    ids = set(analyses)
    if not ids:
        return
    rows = Analysis.objects.filter(pk__in=ids).select_related("wave__version", "wave__line", "other__version")
    public = Publication.objects.filter(state=Publication.State.PUBLIC)
    journeys = {row.wave.line.journey_id for row in rows}
    for journey in public.filter(story__journey__in=journeys).values_list("story__journey", flat=True).distinct():
        tell(journey)
    numbers = {
        str(id_): at_depth("number", _plain(asdict(number)), public=True)
        for id_, number in cited_numbers(rows, inside=False).items()
    }
    with transaction.atomic():
        analyses_recalculated(ids)
        for row in Publication.objects.select_for_update().select_related("story__journey"):
            content = row.content
            changed = [claim for claim in content["claims"] if _count_again(claim, numbers, content["languages"])]
            for claim, code in ((claim, _mark(claim)) for claim in changed):
                _task(row, claim["id"], code)
            if changed:
                _revise(row, content)


def _count_again(claim: dict[str, Any], numbers: dict[str, Any], languages: list[str]) -> bool:
    changed = False
    for item in claim["thread"]["evidence"]:
        if item["analysis"] not in numbers:
            continue
        old = item["number"] or {}
        new = in_languages(numbers[item["analysis"]], languages)
        if (old.get("hidden"), old.get("count"), old.get("of"), old.get("n")) == (
            new["hidden"],
            new.get("count"),
            new.get("of"),
            new.get("n"),
        ):
            continue
        said = (old.get("count"), old.get("of"), old.get("n"))
        item["number"], item["lost_ground"], item["in_words"] = new, "recalculated", new["hidden"]
        # words written by hand around an old number, or nothing left to see that speaks for the sentence
        item["stale"] = (new["hidden"] and not ground_shown(claim)) or any(
            n is not None
            and n not in (new.get("count"), new.get("of"), new.get("n"))
            and (says_number(claim["texts"], n) or says_number(item["says"], n))
            for n in said
        )
        changed = True
    return changed


def _mark(claim: dict[str, Any]) -> str:
    stale = [item.pop("stale", False) for item in claim["thread"]["evidence"]]
    claim["recalculated_on"] = today().isoformat()
    if any(stale):
        claim["hidden"] = True
        return CLAIM_HIDDEN
    return FIGURE_CHANGED


def _revise(row: Publication, content: dict[str, Any]) -> None:
    kept = row.image_id if content.get("image") else None
    fields = {"content": content, "hash": canonical_hash(content), "image": kept, "revised_at": now()}
    Publication.objects.filter(pk=row.pk).update(**fields)
    record(
        SYSTEM.who,
        "story.revised",
        scope_id=row.story.journey.scope_id,
        object_kind="publication",
        object_id=row.id,
    )


def _task(row: Publication, claim_id: str | None, code: str) -> None:
    if row.state != Publication.State.PUBLIC:
        return
    claim = Claim.objects.filter(pk=claim_id).first() if claim_id else None
    PublicationTask.objects.get_or_create(story=row.story, claim=claim, code=code, done_at=None)


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value.isoformat() if isinstance(value, date) else value for key, value in values.items()}
