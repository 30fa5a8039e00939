"""How near is near in this installation's sentence model: by the glossary's definitions, which say the same in French
and in Dutch."""

import functools

from vises.apps.methodology.queries import glossary
from vises.platform import sentences
from vises.texts.sentences import Model, Nearness, measure


def nearness(tries: int = 1) -> Nearness:
    """From which likeness on two sentences say much the same, where each is held against so many others."""
    model = sentences.model()
    return _measured(model, tries) if model else Nearness()


@functools.lru_cache(maxsize=64)
def _measured(model: Model, tries: int) -> Nearness:
    said = [term.definition for term in glossary()]
    pairs = [(words["fr"], words["nl"]) for words in said if words.get("fr") and words.get("nl")]
    return measure(model.vectors([fr for fr, _ in pairs]), model.vectors([nl for _, nl in pairs]), tries)
