"""What a route declares about who may come in: every route does, on whatever floor it is wired."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Declared:
    """Verbs of the access table, or words of their own ("public", "pass" …): read by the access matrix test.

    `read` for GET and HEAD, `write` for everything else; None where nothing else is answered.
    """

    read: str
    write: str | None
