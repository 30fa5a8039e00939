"""Pure rules of a journey, one file per subject."""

from vises.apps.journeys.rules.question import hints

__all__ = ["hints"]
