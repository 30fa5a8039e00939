"""The catalogue of problems: each app registers its codes with their wording in `AppConfig.ready()`."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from vises.kernel.problems import Problem

Wording = object  # a str or a lazy translation, with %(name)s places for parameters
_catalogue: dict[str, Wording] = {}


def register(codes: Mapping[str, Wording]) -> None:
    """Add codes with their wording. The same code twice is a mistake of ours, said at start."""
    for code, wording in codes.items():
        if _catalogue.get(code, wording) is not wording:
            raise ValueError(f"problem code registered twice: {code}")
        _catalogue[code] = wording


def word(problem: Problem) -> str:
    """What to tell the person, in the active language."""
    wording = _catalogue.get(problem.code)
    if wording is None:
        return str(_("Something stopped this. Nothing was lost. (%(code)s)") % {"code": problem.code})
    return str(wording) % dict(problem.params) if problem.params else str(wording)


def codes() -> frozenset[str]:
    """Every registered code."""
    return frozenset(_catalogue)


PLATFORM = {
    "access.not-found": _("There is nothing here, or it is not open to you."),
    "access.forbidden": _("You may read this page, but not change it. Ask the person who opened it to you."),
    "access.link-ended": _("This link has ended. Ask the person who sent it for a new one."),
    "platform.changed-meanwhile": _(
        "Somebody else changed this while you were writing. Your text is still here: read theirs, then save again."
    ),
    "platform.file-too-large": _("This file is larger than %(limit)s MB. Send a smaller one."),
    "platform.file-type": _("Files of this kind cannot be kept here. Use one of: %(allowed)s."),
    "platform.file-empty": _("This file is empty. Choose another one."),
    "platform.text-characters": _("This text has characters that cannot be kept (%(name)s). Remove them."),
    "platform.too-many": _("Too many tries. Wait %(minutes)s minutes and try again."),
}
register(PLATFORM)
