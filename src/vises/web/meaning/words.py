"""Words of giving meaning together."""

from django.utils.translation import gettext_lazy as _

JUDGEMENTS = {
    "converges": _("converges: both say the same"),
    "complements": _("complements: each says what the other does not"),
    "contradicts": _("contradicts: one speaks against the other"),
    "silent": _("silent: on one side nothing was said"),
}
SHORT = {
    "converges": _("converges"),
    "complements": _("complements"),
    "contradicts": _("contradicts"),
    "silent": _("silent"),
}
SHAPES = {
    "poster": _("a poster"),
    "placemat": _("placemats at a table"),
    "talk": _("a talk"),
    "page": _("a page to read"),
}
KINDS = {
    "placemat": _("Placemats: a sheet for each person at the table"),
    "poster": _("Posters: one thing on a wall, with room for notes"),
}
