"""Names, places, numbers and the like in texts in French and Dutch: proposed, never replaced by themselves."""

from vises.texts.names.detector import find
from vises.texts.names.model import Found, Kind

__all__ = ["Found", "Kind", "find"]
