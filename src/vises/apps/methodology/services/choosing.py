"""The rules of a draft's chooser: for which answers which method cards fit better, fit less, or are left out.

As with everything of a draft, who may is asked by the room that keeps the proposal.
"""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import get_language

from vises.apps.access.actor import Actor
from vises.apps.methodology.checks import ID
from vises.apps.methodology.chooser import Chooser, against, leaves_nothing, read_chooser
from vises.apps.methodology.models import MethodologyText
from vises.apps.methodology.services.drafts import forget_words, restructure
from vises.kernel.locale import pick
from vises.kernel.problems import Problem

SAYS = ("favours", "hinders", "excludes")
MOST_RULES = 100


def write_rule(
    actor: Actor,
    draft_id: uuid.UUID,
    id_: str,
    when: Mapping[str, Sequence[str]],
    says: Mapping[str, str],
    *,
    new: bool = False,
) -> str:
    """Write what a rule does: `when` gives the choices of a question for which it holds, `says` what it does to a
    card (one of SAYS). Returns the key of its sentence, which is written like other texts.

    Raises Problem for names that are not there, a rule without answers or without cards, rules against each other,
    and answers that would leave nothing that fits.
    """

    def change(structure: dict[str, Any]) -> None:
        found = structure.get("chooser")
        chooser = read_chooser(found)
        if found is None or chooser is None:
            raise Problem("methodology.no-element")
        rule = next((item for item in found["rules"] if item["id"] == id_), None)
        if new:
            if not ID.fullmatch(id_):
                raise Problem("methodology.id", field="id")
            if rule is not None:
                raise Problem("methodology.id-taken", field="id")
            if len(found["rules"]) >= MOST_RULES:
                raise Problem("methodology.many", limit=MOST_RULES)
            rule = {"id": id_}
            found["rules"].append(rule)
        if rule is None:
            raise Problem("methodology.no-element")
        rule.clear()
        rule.update({"id": id_, **_checked(chooser, when, says)})
        _stands(draft_id, read_chooser(found), id_)

    restructure(actor, draft_id, change, "method.rule-written")
    return f"chooser.rule.{id_}"


def drop_rule(actor: Actor, draft_id: uuid.UUID, id_: str) -> None:
    """Take a rule out of a draft's chooser, with its sentence. Raises Problem when it is not there, or the last."""

    def change(structure: dict[str, Any]) -> None:
        rules = (structure.get("chooser") or {"rules": []})["rules"]
        if id_ not in {item["id"] for item in rules}:
            raise Problem("methodology.no-element")
        if len(rules) == 1:
            raise Problem("methodology.last")
        rules[:] = [item for item in rules if item["id"] != id_]

    with transaction.atomic():
        restructure(actor, draft_id, change, "method.rule-dropped")
        forget_words(draft_id)


def _checked(chooser: Chooser, when: Mapping[str, Sequence[str]], says: Mapping[str, str]) -> dict[str, Any]:
    choices = {asked.id: asked.choices for asked in chooser.questions}
    # every answer ticked is no condition; the order is that of the questions, so that equal conditions are equal
    wanted = {
        question: [choice for choice in known if choice in when[question]]
        for question, known in choices.items()
        if when.get(question) and set(when[question]) != set(known)
    }
    if any(set(asked) - set(choices.get(question, ())) for question, asked in when.items()):
        raise Problem("methodology.no-element")
    if not wanted:
        raise Problem("methodology.rule-when")
    cards = [card.id for card in chooser.cards]
    if any(card not in cards or said not in SAYS for card, said in says.items() if said):
        raise Problem("methodology.no-element")
    parts = {part: [card for card in cards if says.get(card) == part] for part in SAYS}
    if not any(parts.values()):
        raise Problem("methodology.rule-says")
    return {"when": wanted, **{part: named for part, named in parts.items() if named}}


def _stands(draft_id: uuid.UUID, chooser: Chooser | None, id_: str) -> None:
    assert chooser is not None
    torn = next((one for one in against(chooser) if id_ in one[:2]), None)
    if torn is not None:
        other = torn[0] if torn[1] == id_ else torn[1]
        words = _words(draft_id, f"chooser.rule.{other}", f"method.{torn[2]}.title")
        raise Problem("methodology.rule-against", rule=words[0] or other, card=words[1] or torn[2])
    rule = next(rule for rule in chooser.rules if rule.id == id_)
    answers = leaves_nothing(chooser, rule) if rule.excludes else None
    if answers is not None:
        spoken = {question for one in chooser.rules if one.excludes and one.holds(answers) for question, _ in one.when}
        keys = [
            f"chooser.choice.{question}.{answers[question]}" for question in answers if question in spoken | {"time"}
        ]
        raise Problem("methodology.rule-nothing", answers=" · ".join(_words(draft_id, *keys)))


def _words(draft_id: uuid.UUID, *keys: str) -> list[str]:
    rows = {row.language: row.texts for row in MethodologyText.objects.filter(version_id=draft_id)}
    language = get_language() or "fr"
    return [pick({code: texts[key] for code, texts in rows.items() if texts.get(key)}, language)[0] for key in keys]
