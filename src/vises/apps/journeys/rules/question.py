"""What a machine can say about a candidate question: its length and its shape, as advice."""

import re

LONG = 28  # words that can be said in one breath to somebody who does not know us
_ENDS = re.compile(r"[.?!…]+(?:\s+|$)")
_SECOND = re.compile(
    r"\b(?:et|ou|and|or|en|of)\s+(?:comment|pourquoi|combien|how|why|what|which|hoe|waarom|wat|welke?)\b", re.IGNORECASE
)


def hints(text: str) -> tuple[str, ...]:
    """Codes of what to look at again: "two-sentences", "long", "two-questions"; empty when nothing stands out.

    Only the shape is looked at; whether the question is a good one is for the group to say.
    """
    found = []
    if len([part for part in _ENDS.split(text) if part.strip()]) > 1:
        found.append("two-sentences")
    if len(text.split()) > LONG:
        found.append("long")
    if text.count("?") > 1 or _SECOND.search(text):
        found.append("two-questions")
    return tuple(found)
