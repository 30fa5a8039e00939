"""Sentences that the group wrote itself: whoever prints them reads each one first. Nothing else looks at them."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from vises.apps.findings.queries.joint import FindingSaid, JointLine
from vises.apps.findings.queries.paper import Piece
from vises.kernel.locale import Texts, pick
from vises.web.layout.routes import Request


@dataclass(frozen=True)
class OwnWords:
    """A sentence in the group's words, with the key by which one says that one read it just as it stands."""

    key: str
    words: str
    read: bool


def read_by(request: Request, words: Iterable[str]) -> list[OwnWords]:
    """Each sentence once; `read` where the address names it. Reworded since, it is read again."""
    said = set(request.GET.getlist("read"))
    found = []
    for sentence in dict.fromkeys(one.strip() for one in words if one.strip()):
        key = hashlib.sha256(sentence.encode()).hexdigest()[:16]
        found.append(OwnWords(key, sentence, key in said))
    return found


def own_of(piece: Piece, language: str) -> list[str]:
    """The group's own sentences on a piece: what a finding says, what its evidence is said to say, a row's words."""
    if piece.row is not None:
        return own_of_rows([piece.row], (), language)
    if piece.finding is None:
        return []
    texts = [piece.titles, *(item["says"] for item in piece.finding["evidence"])]
    return [pick(one, language)[0] for one in texts]


def own_of_rows(rows: Sequence[JointLine], beside: Sequence[FindingSaid], language: str) -> list[str]:
    """The same of rows of words beside numbers: name, judgement, why none was found, findings."""
    texts: list[Texts] = []
    for row in rows:
        texts += [row.names, row.why, row.none_because, *(finding.statements for finding in row.findings)]
    texts += [finding.statements for finding in beside]
    return [pick(one, language)[0] for one in texts if one]
