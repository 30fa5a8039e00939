"""Tags and filters about the method that every template may use: origins, texts of a version, hard words."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from vises.apps.methodology import queries as methodology
from vises.apps.methodology.comparing import Local
from vises.apps.methodology.glossary import Term
from vises.apps.methodology.library import Entry, Source
from vises.apps.methodology.search import fold
from vises.web.layout.tags import in_language, plain_in_language
from vises.web.methodology.words import HARD_WORDS, ORIGIN_MEANINGS, ORIGINS

register = template.Library()

ORIGIN_SIGNS = {
    "stated": SafeString('<circle cx="6" cy="6" r="4.5" fill="currentColor"/>'),
    "related": SafeString('<path d="M6 1.5a4.5 4.5 0 0 1 0 9z" fill="currentColor"/>'),
    "proposed": SafeString(""),
}


@register.filter
def origin_chip(element: Any) -> SafeString | str:
    """Where something comes from, as a chip: of an element, a term, an entry, or an origin by its name."""
    origin = element if isinstance(element, str) else getattr(element, "origin", "")
    if origin not in ORIGINS:
        return ""
    return format_html(
        '<span class="chip origin"><svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">'
        '{}<circle cx="6" cy="6" r="4.5" fill="none" stroke="currentColor" stroke-width="1.5"/></svg>{}</span>',
        ORIGIN_SIGNS[origin],
        ORIGINS[origin],
    )


@register.filter
def local_chip(element: str, local: Local | None) -> SafeString | str:
    """What an overlay did to an element, as a chip: "added here" or "reworded here"; nothing for what is core."""
    done = local.of(element) if local else ""
    words = {"added": _("added here"), "reworded": _("reworded here")}
    return format_html(' <span class="chip local">{}</span>', words[done]) if done else ""


@register.simple_tag(takes_context=True)
def rests_on(context: dict[str, Any], change: Any) -> tuple[methodology.Reference, ...]:
    """What a change rests on, as far as this reader may read it: `{% rests_on change as found %}`."""
    actor = getattr(context.get("request"), "actor", None)
    return methodology.rests_on(actor, change.references) if actor is not None else ()


@register.filter
def origin_meaning(origin: str) -> str:
    """What a mark of origin means, in a sentence."""
    return str(ORIGIN_MEANINGS.get(origin, ""))


@register.simple_tag
def method_text(code: str, key: str) -> str | SafeString:
    """A text of a version of the method, in the reader's language or the next best one."""
    return in_language(methodology.texts_of(code, key))


@register.simple_tag
def method_plain(code: str, key: str) -> str:
    """The same without markup: for titles, attributes and drawings."""
    return plain_in_language(methodology.texts_of(code, key))


@register.simple_tag
def method_element(code: str, prefix: str, id_: str, part: str) -> str | SafeString:
    """A text of an element: `{% method_element code "dimension" "needs" "hint" %}`."""
    return in_language(methodology.texts_of(code, f"{prefix}.{id_}.{part}"))


@register.simple_tag
def method_numbered(code: str, id_: str, part: str, number: int) -> str | SafeString:
    """A numbered text of a deliverable: `{% method_numbered code "portrait" "agenda" 1 %}`."""
    return in_language(methodology.texts_of(code, f"{id_}.{part}.{number}"))


@register.simple_block_tag(takes_context=True)
def term(context: dict[str, Any], content: str, id_: str) -> str | SafeString:
    """A hard word that opens its glossary entry in place; it works by keyboard and without script.

    With nothing between the tags, the preferred word itself is shown. Without a request (a mail) the word
    stands alone. Raises KeyError when no term has that id.
    """
    found = methodology.term(id_)
    request = context.get("request")
    content = content if content.strip() else in_language(found.preferred())
    if request is None:
        return content
    number = request.__dict__["_terms_shown"] = request.__dict__.get("_terms_shown", 0) + 1
    return format_html(
        '<button type="button" class="term" popovertarget="term-{n}">{content}</button>'
        '<span popover id="term-{n}" class="term-entry" role="note"><strong>{word}</strong> '
        '<span>{definition}</span> <a href="{address}#{id}">{more}</a></span>',
        n=number,
        content=content,
        word=in_language(found.preferred()),
        definition=in_language(found.definition),
        address=reverse("glossary"),
        id=found.id,
        more=_("In the glossary"),
    )


@dataclass(frozen=True)
class HardWord:
    """A term as the foot of a page lists it."""

    id: str
    word: str | SafeString
    definition: str | SafeString


def _hard_word(found: Term) -> HardWord:
    return HardWord(found.id, in_language(found.preferred()), in_language(found.definition))


@register.inclusion_tag("methodology/hard_words.html", takes_context=True)
def hard_words(context: dict[str, Any]) -> dict[str, list[HardWord]]:
    """The glossary entries of this page: those of its `hard_words` in the context, else those of its address."""
    match = getattr(context.get("request"), "resolver_match", None)
    ids = context.get("hard_words") or HARD_WORDS.get(match.url_name if match else "", ())
    found = sorted((methodology.term(id_) for id_ in ids), key=_alphabetical)
    return {"words": [_hard_word(word) for word in found]}


def _alphabetical(found: Term) -> str:
    return fold(plain_in_language(found.preferred()))


@register.filter
def sources_of(element: Any) -> tuple[Source, ...]:
    """The sources of anything that has some, with names and addresses."""
    if isinstance(element, Entry):
        return element.sources
    return methodology.sources(element.sources)


@register.inclusion_tag("methodology/legend.html")
def origin_legend() -> dict[str, Any]:
    """What the three marks of origin mean."""
    return {"origins": tuple(ORIGINS)}
