"""Numbers as people read them: one place decides rounding, so chart, table and text agree."""

from math import floor, log10

MARKS = {"fr": ("\u202f", ","), "nl": (".", ","), "en": (",", ".")}
"""Thousands and decimal marks per language."""


def number(value: float, language: str) -> str:
    """A number with at most four significant digits (whole ones in full), in the marks of the language."""
    thousands, decimal = MARKS.get(language, MARKS["en"])
    digits = 0 if value == 0 or abs(value) >= 1000 else max(0, 3 - floor(log10(abs(value))))
    text = f"{value:,.{min(digits, 6)}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    if text in {"-0", ""}:
        text = "0"
    return text.replace(",", "\0").replace(".", decimal).replace("\0", thousands).replace("-", "\u2212")


def percent(share: float) -> int:
    """A share (0..1) as a whole percentage, halves upwards."""
    return int(100 * share + 0.5)


def in_ten(share: float) -> int:
    """A share (0..1) as so many in ten, halves upwards."""
    return int(10 * share + 0.5)
