"""The enterprise's path: preliminary step, portrait, stakeholders, sessions, links without account."""

from vises.web.journeys.views import (
    burden,
    closings,
    exchanges,
    given,
    links,
    mine,
    path,
    people,
    portrait,
    practices,
    preliminary,
    sessions,
    stakeholders,
)
from vises.web.layout.routes import route

J = "journeys/<uuid:journey>/"
READ, EDIT = "journey.view", "journey.edit"

urlpatterns = [
    route("journeys/", mine.journeys, "journeys", read="signed-in", write="signed-in"),
    route("journeys/start/", mine.start, "start", read="signed-in", write="signed-in"),
    route(J, path.journey, "journey", read=READ),
    route(f"{J}place/", path.placing, "placing", read="journey.place", write="journey.place"),
    route(f"{J}closings/", closings.closings, "closings", read=READ, write=EDIT),
    route(f"{J}closings/<slug:step>/agenda/", closings.closing_agenda, "closing-agenda", read=READ),
    route(f"{J}people/", people.people, "people", read=READ, write="journey.open"),
    route(f"{J}invite/", people.invite, "invite", read=EDIT, write=EDIT),
    route(f"{J}links/", given.given, "given-links", read=EDIT, write=EDIT),
    route(f"{J}standing/<slug:deliverable>/", people.standing, "standing", read=READ, write=EDIT),
    # whoever may read the journey comes this far; the exchange itself asks whether she takes part
    route(f"{J}exchange/<slug:deliverable>/", exchanges.exchange, "exchange", read=READ, write=READ),
    route(f"{J}burden/", burden.burden, "burden", read=EDIT),
    route(f"{J}engagement/", preliminary.note, "engagement", read=READ, write=EDIT),
    route(f"{J}existing/", preliminary.existing, "existing", read=READ, write=EDIT),
    route(f"{J}existing/<uuid:attachment>/", preliminary.download, "attachment", read=READ),
    route(f"{J}portrait/", portrait.portrait, "portrait", read=READ),
    route(f"{J}portrait/<slug:heading>/", portrait.heading, "portrait-heading", read=READ, write=EDIT),
    route(f"{J}practices/", practices.over_time, "practices", read=READ),
    route(f"{J}practices/new/", practices.new, "practices-new", read=EDIT, write=EDIT),
    route(f"{J}practices/<uuid:practices>/", practices.correct, "practices-correct", read=EDIT, write=EDIT),
    route(f"{J}stakeholders/", stakeholders.stakeholders, "stakeholders", read=READ),
    route(f"{J}stakeholders/new/", stakeholders.new_group, "new-group", read=EDIT, write=EDIT),
    route(f"{J}stakeholders/<uuid:group>/", stakeholders.group, "group", read=EDIT, write=EDIT),
    route(f"{J}expectations/", stakeholders.expectations, "expectations", read=READ, write=EDIT),
    route(f"{J}sessions/", sessions.sessions, "sessions", read=READ, write=EDIT),
    route(f"{J}sessions/<uuid:session>/", sessions.session, "session", read=READ, write=EDIT),
    route(f"{J}sessions/<uuid:session>/change/", sessions.change, "session-change", read=EDIT, write=EDIT),
    route(f"{J}sessions/<uuid:session>/agenda/", sessions.agenda, "agenda", read=READ),
    route(f"{J}sheets/<slug:deliverable>/", sessions.sheet, "session-sheet", read=READ),
    route("first-hour/<str:token>/", links.first_hour, "first-hour", read="pass", write="pass"),
    route("first-hour/<str:token>/thanks/", links.first_hour_thanks, "first-hour-thanks", read="pass"),
    route("first-hour/<str:token>/sheet/", links.first_hour_sheet, "first-hour-sheet", read="pass"),
    route("confirm/<str:token>/", links.confirm, "confirm", read="pass", write="pass"),
    route("expect/<str:token>/", links.expect, "expect", read="pass", write="pass"),
]
