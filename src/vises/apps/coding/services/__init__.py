"""Writes of coding: texts, codebook, passages."""

from vises.apps.coding.services.codebook import add_code, change_code, remove_code, with_new_code
from vises.apps.coding.services.merging import merge, split, undo
from vises.apps.coding.services.passages import change_memo, mark, mark_said, unmark
from vises.apps.coding.services.texts import take_in

__all__ = [
    "add_code",
    "change_code",
    "change_memo",
    "mark",
    "mark_said",
    "merge",
    "remove_code",
    "split",
    "take_in",
    "undo",
    "unmark",
    "with_new_code",
]
