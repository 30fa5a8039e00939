"""What can go wrong, as codes with parameters. The wording belongs to the rooms that register codes."""

from collections.abc import Mapping


class Problem(Exception):
    """Something the person can mend or must know. `code` is stable; `params` fill its wording.

    `field` names the form field to mend, where there is one.
    """

    status = 400

    def __init__(self, code: str, /, *, field: str = "", **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.params: Mapping[str, object] = params


class NotFound(Problem):
    """There is nothing here for this person: said alike for what is absent and what is hidden."""

    status = 404

    def __init__(self, code: str = "access.not-found") -> None:
        super().__init__(code)


class Forbidden(Problem):
    """The person may see this, and may not do that."""

    status = 403

    def __init__(self, code: str = "access.forbidden") -> None:
        super().__init__(code)


class Conflict(Problem):
    """Somebody else changed it meanwhile: nothing was overwritten."""

    status = 409
