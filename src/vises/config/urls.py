"""All addresses: each area of pages brings its own list."""

from django.urls import include, path

# protocols and answers come first: they come in crowds, and Django looks through this list from the top
AREAS = (
    "collection",
    "layout",
    "accounts",
    "administration",
    "methodology",
    "programmes",
    "network",
    "journeys",
    "accompaniment",
    "questions",
    "rooms",
    "plans",
    "designer",
    "doors",
    "results",
    "coding",
    "findings",
    "meaning",
    "valorisation",
    "changes",
    "learning",
    "health",
)
PROTOCOLS = ("openrosa",)
urlpatterns = [path("", include(f"vises.api.{protocol}.urls")) for protocol in PROTOCOLS]
urlpatterns += [path("", include(f"vises.web.{area}.urls")) for area in AREAS]
handler400 = "vises.web.layout.errors.bad_request"
handler403 = "vises.web.layout.errors.forbidden"
handler404 = "vises.web.layout.errors.not_found"
handler500 = "vises.web.layout.errors.server_error"
