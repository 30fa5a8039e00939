"""Words for organisations."""

from django.utils.translation import gettext_lazy

ORGANISATIONS = {
    "enterprise": gettext_lazy("enterprise"),
    "federation": gettext_lazy("federation"),
    "partner": gettext_lazy("partner"),
    "funder": gettext_lazy("funder"),
    "research": gettext_lazy("research team"),
}
