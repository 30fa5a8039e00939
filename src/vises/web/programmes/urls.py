from vises.web.layout.routes import route
from vises.web.programmes.views import bodies, enterprises, meetings, programme

P = "programmes/<uuid:programme>/"
EDIT = {"read": "programme.edit", "write": "programme.edit"}
DECIDE = {"read": "learning.decide", "write": "learning.decide"}
urlpatterns = [
    route("programmes/", programme.programmes, "programmes", read="signed-in"),
    route(P, programme.programme, "programme", read="programme.counts"),
    route(f"{P}enterprises/", enterprises.enterprises, "programme-enterprises", read="programme.edit"),
    route(f"{P}enterprises/new/", enterprises.new_enterprise, "programme-new-enterprise", **EDIT),
    route(f"{P}enterprises/<uuid:participation>/", enterprises.participation, "participation", **EDIT),
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
