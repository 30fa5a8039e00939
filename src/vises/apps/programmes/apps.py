from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "vises.apps.programmes"
    label = "programmes"

    def ready(self) -> None:
        from vises.apps.access.services import register_owner
        from vises.apps.programmes.models import Programme
        from vises.apps.programmes.problems import CODES
        from vises.platform.problems import register

        register(CODES)
        register_owner(
            "programme",
            lambda pk: Programme.objects.filter(pk=pk).values_list("scope_id", flat=True).first(),
        )
