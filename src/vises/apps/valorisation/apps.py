from django.apps import AppConfig


class ValorisationConfig(AppConfig):
    name = "vises.apps.valorisation"
    label = "valorisation"

    def ready(self) -> None:
        from vises.apps.valorisation.problems import CODES
        from vises.platform.problems import register

        register(CODES)
