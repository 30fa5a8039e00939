from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "vises.apps.network"
    label = "network"

    def ready(self) -> None:
        from vises.apps.access.services import register_owner
        from vises.apps.network.models import Organisation
        from vises.apps.network.problems import CODES
        from vises.platform.problems import register

        register(CODES)
        register_owner(
            "organisation",
            lambda pk: Organisation.objects.filter(pk=pk).values_list("scope_id", flat=True).first(),
        )
