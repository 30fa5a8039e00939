"""The texts of a proposal's draft, element by element."""

from dataclasses import dataclass

from vises.apps.learning.queries.changes.proposal import ProposalPage
from vises.apps.methodology import comparing
from vises.apps.methodology.comparing import ElementLine
from vises.apps.methodology.rules import element_of, expected_keys
from vises.apps.methodology.services.drafts import seen_of
from vises.kernel.locale import LANGUAGES, Texts
from vises.kernel.problems import NotFound


@dataclass(frozen=True)
class TextPart:
    """A text of an element, in every language, with those that lag; `seen` is for whoever writes over it."""

    key: str
    part: str
    texts: Texts
    before: Texts
    behind: tuple[str, ...]
    seen: str


def parts_of(page: ProposalPage, element: str) -> tuple[TextPart, ...]:
    """The texts of an element of the draft. Raises NotFound when it has no such element."""
    keys = [key for key in expected_keys(page.draft.version) if element_of(key) == element]
    if not keys:
        raise NotFound()
    return tuple(
        TextPart(
            key,
            key[len(element) + 1 :],
            page.draft.texts_of(key),
            page.base.texts_of(key),
            tuple(code for code in LANGUAGES if key in page.draft.lagging.get(code, ())),
            seen_of(page.draft.texts_of(key)),
        )
        for key in keys
    )


def behind(page: ProposalPage, language: str) -> tuple[ElementLine, ...]:
    """The elements of the draft with a text that is missing or lags in a language."""
    known = set(expected_keys(page.draft.version))
    keys = {*page.draft.missing(language), *(page.draft.lagging.get(language, frozenset()) & known)}
    wanted = {element_of(key) for key in keys}
    return tuple(line for line in comparing.elements(page.draft, language) if line.key in wanted)
