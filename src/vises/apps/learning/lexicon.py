"""The concepts that search knows: the glossary, and everyday words of the field."""

import functools
from pathlib import Path

from django.conf import settings

from vises.apps.learning.rules.words import Lexicon, lexicon, terms
from vises.apps.methodology.glossary import read_glossary
from vises.apps.methodology.reading import read_yaml


@functools.lru_cache(maxsize=2)
def _lexicon(content: Path) -> Lexicon:
    glossary = ((term.id, term.words) for term in read_glossary(content))
    everyday = read_yaml(content / "glossary" / "everyday.yaml")["words"]
    return lexicon([*glossary, *everyday.items()])


def terms_of(text: str, language: str) -> frozenset[str]:
    """The keys of a text, the same in every language. Raises Problem when the content cannot be read."""
    return terms(text, language, _lexicon(Path(settings.CONTENT_ROOT)))
