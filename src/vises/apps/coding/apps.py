from django.apps import AppConfig


class CodingConfig(AppConfig):
    name = "vises.apps.coding"
    label = "coding"

    def ready(self) -> None:
        from vises.apps.coding.problems import CODES
        from vises.platform.problems import register

        register(CODES)
