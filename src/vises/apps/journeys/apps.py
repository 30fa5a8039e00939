from django.apps import AppConfig


class JourneysConfig(AppConfig):
    name = "vises.apps.journeys"
    label = "journeys"

    def ready(self) -> None:
        from vises.apps.access.services import register_owner
        from vises.apps.journeys.models import Journey
        from vises.apps.journeys.problems import CODES
        from vises.apps.journeys.queries.decision import read_question
        from vises.apps.journeys.queries.plan import read_plan
        from vises.apps.journeys.queries.reading import (
            read_engagement,
            read_expectations,
            read_portrait,
            read_stakeholders,
        )
        from vises.apps.journeys.services import exchanges, restart  # noqa: F401  their jobs
        from vises.apps.journeys.services.passes import register_reading
        from vises.apps.journeys.services.standing import said_anew, stand
        from vises.apps.network.services import register_on_changed
        from vises.apps.programmes.services.participations import register_on_moved
        from vises.platform.problems import register

        register(CODES)
        register_reading("engagement", read_engagement)
        register_reading("portrait", read_portrait)
        register_reading("stakeholders", read_stakeholders)
        register_reading("expectations", read_expectations)
        register_reading("question", read_question)
        register_reading("plan", read_plan)
        register_on_moved(stand)
        register_on_changed(said_anew)
        register_owner(
            "journey",
            lambda pk: Journey.objects.filter(pk=pk).values_list("scope_id", flat=True).first(),
        )
