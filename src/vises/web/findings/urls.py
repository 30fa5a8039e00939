from vises.web.findings import after, views
from vises.web.layout.routes import route

J = "journeys/<uuid:journey>/"
urlpatterns = [
    route(f"{J}findings/", views.findings, "findings", read="journey.view", write="journey.edit"),
    route(f"{J}findings/<uuid:finding>/", views.finding, "finding", read="journey.view", write="journey.edit"),
    route(f"{J}stands/<slug:kind>/<uuid:thing>/", views.stands, "stands", read="journey.view"),
    route(f"{J}restitutions/", after.restitutions, "restitutions", read="journey.view"),
    route(
        f"{J}restitutions/<uuid:session>/",
        after.restitution,
        "restitution",
        read="journey.view",
        write="journey.edit",
    ),
    route(f"{J}improvements/", after.improvements, "improvements", read="journey.view", write="journey.edit"),
    route(
        f"{J}improvements/<uuid:improvement>/",
        after.outcome,
        "improvement-outcome",
        read="journey.view",
        write="journey.edit",
    ),
]
