"""Figures: what numbers look like and say, the same on every page, in every report and in print."""

from vises.platform.figures.render import Table, caption, drawn, render_summary, table
from vises.platform.figures.words import (
    METHODS,
    comparison_sentence,
    count_of,
    label_of,
    method_name,
    moved_sentence,
    range_of,
    sentence,
    software,
)

__all__ = [
    "METHODS",
    "Table",
    "caption",
    "comparison_sentence",
    "count_of",
    "drawn",
    "label_of",
    "method_name",
    "moved_sentence",
    "range_of",
    "render_summary",
    "sentence",
    "software",
    "table",
]
