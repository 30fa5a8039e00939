from vises.web.layout.routes import route
from vises.web.network.views import onboarding, organisations, training

M = "method/<str:code>/training/"
urlpatterns = [
    route("organisations/", organisations.organisations, "organisations", read="signed-in"),
    route("organisations/<uuid:organisation>/", organisations.organisation, "organisation", read="organisation.view"),
    route(
        "organisations/<uuid:organisation>/change/",
        organisations.change_organisation,
        "change-organisation",
        read="organisation.edit",
        write="organisation.edit",
    ),
    route(
        "administration/federation/<uuid:federation>/",
        organisations.federation,
        "federation",
        read="platform.administer",
        write="platform.administer",
    ),
    route(
        "programmes/<uuid:programme>/onboard/",
        onboarding.onboard,
        "onboard",
        read="programme.edit",
        write="programme.edit",
    ),
    route(M, training.training, "training", read="public"),
    route(f"{M}agendas/<slug:deliverable>/", training.agenda, "training-agenda", read="public"),
    route(f"{M}sheets/<slug:deliverable>/", training.sheet, "training-sheet", read="public"),
    route(f"{M}guides/<slug:card>/", training.guide, "training-guide", read="public"),
]
