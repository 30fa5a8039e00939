"""Pure rules of stories: which languages are kept, what a figure written in a sentence says, what is missing."""

import hashlib
import json
import re
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from vises.kernel.locale import LANGUAGES, Texts, pick

REACHES = ("no", "inside", "funder", "public")
"""How far words may go, each including the one before."""
SHOWN = frozenset({"not-asked", "public"})
"""States of a quote in which it is published: where nobody was asked, the consent given with the words counts."""


def context_of(words: str, sentence: Texts) -> str:
    """A fingerprint of what a person sees when she is asked: her words under this sentence."""
    seen = json.dumps([words, sorted(sentence.items())], ensure_ascii=False)
    return hashlib.sha256(seen.encode()).hexdigest()


def picture_context(picture: str, alt: Texts, titles: Texts, how_and_why: Texts) -> str:
    """A fingerprint of what a person on a picture sees when she is asked: the picture (its own hash), what it is said
    to show, and the page around it. Other commas or spaces are no other words."""
    around = [[[code, _words(text)] for code, text in sorted(texts.items())] for texts in (alt, titles, how_and_why)]
    return hashlib.sha256(json.dumps([picture, around], ensure_ascii=False).encode()).hexdigest()


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def consent_state(reach: str, until: date | None, context: str, seen: str, day: date) -> str:
    """Where words or a picture stand by the latest answer: "asked", "changed" (what she saw is not what stands there
    now), "ended", or the reach she gave."""
    if reach in {"asked", "no"}:
        return reach
    if until is not None and until < day:
        return "ended"
    return "changed" if context != seen else reach


def picture_state(nobody: bool | None, people: Collection[str]) -> str:
    """How far a picture may go, by what each recognisable person said (see `consent_state`; "to-ask": never asked).

    Without people, `nobody` says whether somebody stated that nobody can be recognised (None: nothing was stated):
    "public" or "unsaid". With people, what the least willing of them said: one who says no, or whose day is over,
    speaks for the whole picture.
    """
    if people:
        return min(people, key=_LEAST.index)
    return "public" if nobody else "unsaid"


_LEAST = ("no", "ended", "changed", "to-ask", "asked", "inside", "funder", "public")
_SMALL = re.compile(r"(?<![\d.,])(\d{1,3})\s+(?:out of|of|sur|van de|van|op de|op)\s+(?:the |les )?(\d{1,5})(?!\d)")


def in_languages(value: Any, languages: Collection[str]) -> Any:
    """The same tree with every text kept in the chosen languages only (or the next best one)."""
    if isinstance(value, Mapping):
        if value and set(value) <= set(LANGUAGES) and all(isinstance(text, str) for text in value.values()):
            return _kept(dict(value), languages)
        return {key: in_languages(part, languages) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [in_languages(part, languages) for part in value]
    return value


def _kept(texts: Texts, languages: Collection[str]) -> Texts:
    kept = {language: text for language, text in texts.items() if language in languages and text}
    if kept:
        return kept
    text, language = pick(texts, next(iter(languages), "fr"))
    return {language: text} if text else {}


def small_numbers(texts: Texts, least: int) -> tuple[str, ...]:
    """Counts like "3 of 17" written in a sentence whose people, or the people left, are fewer than `least`."""
    found = []
    for text in texts.values():
        for match in _SMALL.finditer(text):
            count, of = int(match[1]), int(match[2])
            if count <= of and not least <= count <= of - least:
                found.append(match[0])
    return tuple(dict.fromkeys(found))


def says_number(texts: Texts, number: int) -> bool:
    """Whether a sentence says this number in digits."""
    wanted = re.compile(rf"(?<![\d.,]){number}(?![\d])")
    return any(wanted.search(text) for text in texts.values())


def lost_words(content: dict[str, Any], passages: Collection[str]) -> list[str]:
    """Take the words of these passages out of a published content, wherever they stand.

    Changes `content` and returns the ids of the claims that lost words.
    """
    lost = []
    for claim in content["claims"]:
        before = len(claim["quotes"])
        claim["quotes"] = [quote for quote in claim["quotes"] if quote["passage"] not in passages]
        touched = len(claim["quotes"]) < before
        for item in claim["thread"]["evidence"]:
            if item["quote"] and item["quote"]["passage"] in passages:
                item["quote"], item["in_words"], item["lost_ground"] = None, True, "withdrawn"
                touched = True
        if touched:
            lost.append(claim["id"])
    return lost


def lost_picture(content: dict[str, Any], image: str) -> bool:
    """Take this picture out of a published content, with what it showed and who was named. Changes `content`."""
    if not image or content.get("image") != image:
        return False
    content["image"], content["image_alt"], content["image_names"] = "", {}, []
    return True


def other_name(content: dict[str, Any], kind: str, id_: str, name: str) -> bool:
    """Take the name beside a passage ("passage") or of somebody on the picture ("person") out of a published content
    unless it is `name`. Changes `content`."""
    named = content.get("image_names", [])
    if kind == "person":
        content["image_names"] = [one for one in named if one["person"] != id_ or one["name"] == name]
        return len(content["image_names"]) < len(named)
    touched = False
    for claim in content["claims"]:
        for quote in claim["quotes"]:
            if quote["passage"] == id_ and quote.get("name", name) != name:
                del quote["name"]
                touched = True
    return touched


def other_words(content: dict[str, Any], words: Mapping[str, str]) -> list[str]:
    """Write the new words of these passages wherever a published content shows them; their translations go.

    Changes `content` and returns the ids of the claims that show other words now.
    """
    touched = []
    for claim in content["claims"]:
        evidence = [item["quote"] for item in claim["thread"]["evidence"] if item["quote"]]
        shown = [
            quote
            for quote in (*claim["quotes"], *evidence)
            if quote["words"] != words.get(quote["passage"], quote["words"])
        ]
        for quote in shown:
            quote["words"], quote["translations"] = words[quote["passage"]], {}
        if shown:
            touched.append(claim["id"])
    return touched


def recount(claim: dict[str, Any], themes: Mapping[str, tuple[int, int] | None], least: int) -> tuple[bool, bool]:
    """Write the new counts (passages, people) of themes into a published claim; none where none may leave, or where
    fewer than `least` people make the difference, who could be told from the two counts side by side.

    Returns whether anything changed, and whether its sentence says an old count in digits.
    """
    changed = stale = False
    for item in claim["thread"]["evidence"]:
        theme = item["theme"]
        if not theme or theme.get("code") not in themes:
            continue
        told = themes[theme["code"]]
        old = (theme["passages"], theme["people"])
        if old == told:
            continue
        few = told is None or told[1] < least or old[1] is None or abs(told[1] - old[1]) < least
        new = (None, None) if few or told is None else told
        if new == old:
            continue
        gone = {n for n in old if n is not None} - {n for n in new if n is not None}
        stale = stale or any(says_number(claim["texts"], n) or says_number(item["says"], n) for n in gone)
        theme["passages"], theme["people"] = new
        theme["few"] = few
        item["lost_ground"] = item["lost_ground"] or "recalculated"
        changed = True
    return changed, stale


def ground_left(claim: Mapping[str, Any]) -> bool:
    """Whether anything still speaks for a published claim."""
    return any(item["side"] == "for" and item["lost_ground"] != "withdrawn" for item in claim["thread"]["evidence"])


def ground_shown(claim: Mapping[str, Any]) -> bool:
    """Whether anything that a reader can see still speaks for a published claim: words, or a figure."""
    return any(
        item["side"] == "for" and item["lost_ground"] != "withdrawn" and not (item["number"] or {}).get("hidden")
        for item in claim["thread"]["evidence"]
        if not (item["kind"] == "passage" and not item["quote"])
    )
