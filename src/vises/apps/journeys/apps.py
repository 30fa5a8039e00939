from django.apps import AppConfig


class JourneysConfig(AppConfig):
    name = "vises.apps.journeys"
    label = "journeys"

    def ready(self) -> None:
        from vises.apps.access.services import register_owner
        from vises.apps.journeys.models import Journey
        from vises.apps.journeys.problems import CODES
        from vises.platform.problems import register

        register(CODES)
        register_owner(
            "journey",
            lambda pk: Journey.objects.filter(pk=pk).values_list("scope_id", flat=True).first(),
        )
