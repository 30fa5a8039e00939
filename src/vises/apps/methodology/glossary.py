"""The words of the method in three languages, read from `content/glossary/glossary.yaml`. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vises.apps.methodology.reading import origin_from, read_yaml, texts_from
from vises.apps.methodology.rules import Origin
from vises.apps.methodology.search import fold, matches
from vises.kernel.locale import LANGUAGES, Texts
from vises.kernel.problems import Problem


@dataclass(frozen=True)
class Term:
    """A word of the method.

    `words` lists per language the preferred word, then its variants. `origin` is where the words come from;
    `proposed` names the languages whose word is our own. `version` counts the wordings of the entry.
    """

    id: str
    words: dict[str, tuple[str, ...]]
    origin: Origin
    proposed: tuple[str, ...]
    definition: Texts
    definition_origin: Origin
    sources: tuple[str, ...]
    version: int

    def preferred(self) -> Texts:
        """The preferred word in each language."""
        return {language: words[0] for language, words in self.words.items()}

    def origin_in(self, language: str) -> Origin:
        """Where the word in that language comes from."""
        return "proposed" if language in self.proposed else self.origin

    def everything(self) -> Iterator[str]:
        """All that search looks through."""
        for words in self.words.values():
            yield from words
        yield from self.definition.values()


def read_glossary(content: Path) -> tuple[Term, ...]:
    """The terms below `content/`, in the order of the file. Raises Problem when the file cannot be read."""
    file = content / "glossary" / "glossary.yaml"
    found = read_yaml(file)
    try:
        return tuple(_term(item) for item in found["terms"])
    except (KeyError, ValueError, TypeError, AttributeError, IndexError) as error:
        raise Problem("methodology.unreadable", folder=file.name, error=str(error)) from error


def _term(item: dict[str, Any]) -> Term:
    words = {language: tuple(str(word) for word in item["terms"][language]) for language in LANGUAGES}
    if not all(words.values()):
        raise ValueError(f"{item['id']}: a language has no word")
    return Term(
        id=str(item["id"]),
        words=words,
        origin=origin_from(item["origin"]),
        proposed=tuple(item.get("proposed", ())),
        definition=texts_from(item["definition"]),
        definition_origin=origin_from(item.get("definition_origin", "proposed")),
        sources=tuple(item.get("sources", ())),
        version=int(item["version"]),
    )


def search_terms(terms: Iterable[Term], asked: str, language: str) -> tuple[Term, ...]:
    """The terms that hold every word asked, in any language; in the alphabetical order of `language`."""
    found = [term for term in terms if matches(asked, term.everything())]
    return tuple(sorted(found, key=lambda term: fold(term.words[language][0])))
