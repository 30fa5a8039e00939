from django.apps import AppConfig


class FindingsConfig(AppConfig):
    name = "vises.apps.findings"
    label = "findings"

    def ready(self) -> None:
        from vises.apps.coding.services.texts import register_losing
        from vises.apps.findings.problems import CODES
        from vises.apps.findings.services.ground import passages_go
        from vises.platform.problems import register

        register(CODES)
        register_losing(passages_go)
