from django.apps import AppConfig


class MethodologyConfig(AppConfig):
    name = "vises.apps.methodology"
    label = "methodology"

    def ready(self) -> None:
        from vises.apps.methodology.problems import CODES
        from vises.platform.problems import register

        register(CODES)
