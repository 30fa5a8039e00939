"""What we learn.

Whoever sits in a body and is nothing else holds a role narrowed to that body: the views ask row by row.
"""

from vises.web.layout.routes import route
from vises.web.learning.views import asking, bodies, findings, notes, programme

P = "programmes/<uuid:programme>/learning/"
IN = {"read": "signed-in", "write": "signed-in"}
LINK = {"read": "pass", "write": "pass"}

urlpatterns = [
    route("journeys/<uuid:journey>/ask/", asking.ask, "ask", read="journey.view", write="journey.view"),
    route(
        "journeys/<uuid:journey>/adjustments/<uuid:outcome>/",
        findings.adjustment,
        "learning-adjustment",
        read="journey.view",
        write="journey.edit",
    ),
    route("learning/", notes.home, "learning-home", read="signed-in"),
    route("learning/mine/", notes.mine, "learning-mine", read="signed-in"),
    route("learning/notes/<uuid:note>/", notes.note, "learning-note", **IN),
    route("learning/notes/<uuid:note>/agreement/", notes.agreement_inside, "learning-agreement-inside", **IN),
    route("learning/agreement/<str:token>/", notes.agreement, "learning-agreement", **LINK),
    route("learning/told/<str:token>/", notes.told, "learning-told", **LINK),
    route("learning/bodies/<uuid:body>/", bodies.body, "learning-body", **IN),
    route("learning/bodies/<uuid:body>/notes/<uuid:note>/", bodies.treat, "learning-treat", **IN),
    route("learning/bodies/<uuid:body>/ask/", bodies.ask_field, "learning-ask-field", **IN),
    route("learning/bodies/<uuid:body>/findings/new/", findings.new_finding, "learning-new-finding", **IN),
    route("learning/bodies/<uuid:body>/lessons/new/", findings.new_lesson, "learning-new-lesson", **IN),
    route("learning/sessions/<uuid:sitting>/", bodies.sitting, "learning-sitting", **IN),
    route("learning/sessions/<uuid:sitting>/paper/", bodies.paper, "learning-paper", read="signed-in"),
    route("learning/findings/<uuid:macro>/", findings.finding, "learning-finding", read="signed-in"),
    route("learning/findings/<uuid:macro>/change/", findings.change_finding, "learning-change-finding", **IN),
    route("learning/lessons/<uuid:lesson>/", findings.lesson, "learning-lesson", **IN),
    route("learning/meetings/<uuid:meeting>/", findings.harvest, "learning-harvest", **IN),
    route(P, programme.learning, "learning", read="signed-in"),
    route(f"{P}ask/", asking.ask_here, "learning-ask", **IN),
    route(f"{P}asked/", asking.asked, "learning-asked", read="signed-in"),
    route(f"{P}notes/", notes.notes, "learning-notes", read="signed-in"),
    route(f"{P}findings/", findings.findings, "learning-findings", read="signed-in"),
    route(f"{P}lessons/", findings.all_lessons, "learning-lessons", read="signed-in"),
    route(f"{P}alike/", programme.alike, "learning-alike", read="signed-in"),
    route(f"{P}accompaniment/", programme.accompaniment, "learning-accompaniment", read="signed-in"),
    route(f"{P}health/", programme.health, "learning-health", read="signed-in"),
]
