from vises.web.layout.routes import route
from vises.web.programmes.views import (
    bodies,
    calls,
    cohorts,
    coverage,
    enterprises,
    first_hour,
    meetings,
    more_time,
    papers,
    partners,
    programme,
)

P = "programmes/<uuid:programme>/"
EDIT = {"read": "programme.edit", "write": "programme.edit"}
DECIDE = {"read": "learning.decide", "write": "learning.decide"}
urlpatterns = [
    route("programmes/", programme.programmes, "programmes", read="signed-in"),
    route(P, programme.programme, "programme", read="programme.counts"),
    route(f"{P}over-time/", programme.over_time, "programme-over-time", read="programme.counts"),
    route(f"{P}enterprises/", enterprises.enterprises, "programme-enterprises", read="programme.edit"),
    route(f"{P}enterprises/new/", enterprises.new_enterprise, "programme-new-enterprise", **EDIT),
    route(f"{P}enterprises/<uuid:participation>/", enterprises.participation, "participation", **EDIT),
    route(f"{P}first-hour/", first_hour.first_hour, "coordinator-first-hour", read="programme.edit"),
    route(f"{P}paste/", first_hour.paste, "paste", **EDIT),
    route(f"{P}place/", first_hour.places, "to-place", read="programme.edit"),
    route(f"{P}enterprises/<uuid:participation>/place/", first_hour.place, "place-enterprise", **EDIT),
    route(f"{P}coverage/", coverage.radar, "programme-coverage", read="programme.view"),
    route(f"{P}agenda/", papers.agenda, "programme-agenda", read="programme.edit"),
    route(f"{P}report/", papers.report, "programme-report", read="programme.edit"),
    route(f"{P}calls/", calls.calls, "calls", read="programme.edit"),
    route(f"{P}calls/new/", calls.new_call, "new-call", **EDIT),
    route(f"{P}calls/<uuid:call>/", calls.call, "call", **EDIT),
    route(f"{P}calls/<uuid:call>/change/", calls.change_call, "change-call", **EDIT),
    route("calls/<str:token>/", calls.public_call, "public-call", read="pass", write="pass"),
    route(f"{P}cohorts/", cohorts.cohorts, "cohorts", **EDIT),
    route(f"{P}cohorts/<uuid:cohort>/", cohorts.cohort, "cohort", **EDIT),
    route(f"{P}partners/", partners.partners, "partners", read="learning.view"),
    route(f"{P}partners/new/", partners.new_partner, "new-partner", **EDIT),
    route(f"{P}partners/<uuid:partner>/", partners.partner, "partner", **EDIT),
    route(
        "journeys/<uuid:journey>/more-time/",
        more_time.more_time,
        "more-time",
        read="journey.place",
        write="journey.place",
    ),
    route(f"{P}bodies/", bodies.bodies, "bodies", read="learning.view"),
    route(f"{P}bodies/new/", bodies.new_body, "new-body", **DECIDE),
    route(f"{P}bodies/<uuid:body>/", bodies.body, "body", read="learning.view", write="learning.decide"),
    route(f"{P}bodies/<uuid:body>/change/", bodies.change_body, "change-body", **DECIDE),
    route(f"{P}meetings/", meetings.meetings, "meetings", read="learning.view"),
    route(f"{P}meetings/new/", meetings.new_meeting, "new-meeting", **DECIDE),
    route(
        f"{P}meetings/<uuid:meeting>/", meetings.meeting, "meeting", read="learning.view", write="learning.decide"
    ),
    route(f"{P}meetings/<uuid:meeting>/change/", meetings.change_meeting, "change-meeting", **DECIDE),
    route(f"{P}meetings/<uuid:meeting>/workshops/<uuid:workshop>/", meetings.workshop, "workshop", **DECIDE),
]
