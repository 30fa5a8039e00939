from vises.web.layout.routes import route
from vises.web.questions import decisions, links, views

J = "journeys/<uuid:journey>/"
WRITE = {"read": "journey.edit", "write": "journey.edit"}
urlpatterns = [
    route(f"{J}question/", views.question, "question", read="journey.view", write="journey.edit"),
    route(f"{J}question/merge/", views.merge, "question-merge", **WRITE),
    route(f"{J}question/groups/", links.groups, "question-groups", **WRITE),
    route(f"{J}question/decide/", decisions.decide, "question-decide", **WRITE),
    route(f"{J}question/<uuid:candidate>/", views.candidate, "candidate", **WRITE),
    route(f"{J}decision/", decisions.decision, "decision", read="journey.view"),
    route(f"{J}decision/<uuid:decision>/", decisions.decision, "decision-earlier", read="journey.view"),
    route("propose/<str:token>/", links.propose, "propose", read="pass", write="pass"),
    route("propose/<str:token>/thanks/", links.thanks, "propose-thanks", read="pass"),
]
