"""The accompanist's own pages."""

from vises.web.accompaniment.views import calendar, closing, handover, log, notebook, space
from vises.web.layout.routes import route

J = "journeys/<uuid:journey>/"
OWN = {"read": "signed-in", "write": "signed-in"}
# What stands on these pages is only ever the reader's own: the queries ask for her account or `journey.accompany`.
urlpatterns = [
    route("accompaniment/", space.accompaniment, "accompaniment", read="signed-in"),
    route("accompaniment/log/", log.log, "accompaniment-log", **OWN),
    route("accompaniment/calendar/", calendar.calendar, "calendar", **OWN),
    route("accompaniment/notebook/", notebook.own, "own-notes", **OWN),
    route(f"{J}notebook/", notebook.notebook, "notebook", read="journey.edit", write="journey.accompany"),
    route(f"{J}hand-over/", handover.handover, "hand-over", read="journey.edit", write="journey.edit"),
    route(f"{J}closing-file/", closing.closing_file, "closing-file", read="journey.view"),
    route("calendar/<str:token>/vises.ics", calendar.feed, "calendar-feed", read="pass"),
]
