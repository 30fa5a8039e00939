"""Pictograms drawn here: simple lines, to stand beside words, never instead of them."""

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

# name: what it is called, and its lines on a field of 48 by 48
DRAWINGS: dict[str, tuple[str | Promise, str]] = {
    "yes": (_("yes"), '<path d="M10 25 20 35 38 13"/>'),
    "no": (_("no"), '<path d="M13 13 35 35M35 13 13 35"/>'),
    "question": (_("a question"), '<path d="M17 18a7 7 0 1 1 10 6c-3 2-3 3-3 6"/><circle cx="24" cy="37" r="1.6"/>'),
    "person": (_("a person"), '<circle cx="24" cy="14" r="6"/><path d="M11 40c0-9 5-15 13-15s13 6 13 15"/>'),
    "people": (
        _("people together"),
        '<circle cx="16" cy="16" r="5"/>'
        '<circle cx="32" cy="16" r="5"/>'
        '<path d="M6 38c0-8 4-13 10-13s8 3 8 6c0-3 2-6 8-6s10 5 10 13"/>',
    ),
    "talk": (_("talking"), '<path d="M8 10h24v16H18l-7 7v-7H8z"/><path d="M36 18h4v14h-3v6l-6-6h-9"/>'),
    "alone": (
        _("alone"),
        '<circle cx="24" cy="24" r="19" stroke-dasharray="4 5"/>'
        '<circle cx="24" cy="19" r="4.500"/>'
        '<path d="M15 36c0-6 3-10 9-10s9 4 9 10"/>',
    ),
    "home": (_("home"), '<path d="M8 24 24 9l16 15M13 21v18h22V21M20 39V28h8v11"/>'),
    "work": (_("work"), '<path d="M8 17h32v21H8zM18 17v-6h12v6M8 26h32"/>'),
    "shop": (_("a shop"), '<path d="M9 20v19h30V20M6 20l4-10h28l4 10zM20 39V28h8v11"/>'),
    "money": (_("money"), '<circle cx="24" cy="24" r="16"/><path d="M30 17a9 9 0 1 0 0 14M14 22h12M14 27h11"/>'),
    "time": (_("time"), '<circle cx="24" cy="24" r="16"/><path d="M24 14v10l8 5"/>'),
    "days": (
        _("days"),
        '<path d="M9 12h30v27H9zM9 20h30M16 8v7M32 8v7"/>'
        '<path d="M16 27h4M24 27h4M16 33h4M24 33h4M32 27h1"/>',
    ),
    "learn": (
        _("learning"),
        '<path d="M24 14c-5-4-10-4-16-3v25c6-1 11-1 16 3 5-4 10-4 16-3V11c-6-1-11-1-16 3zM24 14v25"/>',
    ),
    "help": (
        _("help"),
        '<path d="M6 30h7l6-5h9a3 3 0 0 1 0 6h-7M13 38h16l12-10a3 3 0 0 0-4-4l-8 5"/>'
        '<path d="M29 8v10M24 13h10"/>',
    ),
    "health": (_("health"), '<path d="M19 8h10v11h11v10H29v11H19V29H8V19h11z"/>'),
    "heart": (_("feeling"), '<path d="M24 39C10 29 8 22 8 18a8 8 0 0 1 16-2 8 8 0 0 1 16 2c0 4-2 11-16 21z"/>'),
    "food": (_("food"), '<path d="M12 8v12a5 5 0 0 0 10 0V8M17 8v32M33 8c-5 3-6 9-5 17h5zM33 8v32"/>'),
    "clothes": (_("clothes"), '<path d="M17 9 6 16l4 8 5-3v19h18V21l5 3 4-8-11-7a7 7 0 0 1-14 0z"/>'),
    "transport": (
        _("travelling"),
        '<path d="M8 12h32v22H8zM8 24h32M14 34v5M34 34v5"/>'
        '<circle cx="15" cy="29" r="1.6"/>'
        '<circle cx="33" cy="29" r="1.6"/>',
    ),
    "more": (_("more"), '<path d="M24 39V10M13 20 24 9l11 11"/>'),
    "less": (_("less"), '<path d="M24 9v29M13 28l11 11 11-11"/>'),
    "same": (_("the same"), '<path d="M10 19h28M10 29h28"/>'),
    "change": (_("change"), '<path d="M38 20A15 15 0 0 0 11 17M10 28a15 15 0 0 0 27 3M10 8v10h10M38 40V30H28"/>'),
}  # fmt: skip


def drawn(name: str) -> SafeString:
    """A pictogram as SVG; empty for a name that is not ours."""
    if name not in DRAWINGS:
        return mark_safe("")
    return format_html(
        '<svg class="drawing" viewBox="0 0 48 48" aria-hidden="true">{}</svg>', mark_safe(DRAWINGS[name][1])
    )  # our own lines
