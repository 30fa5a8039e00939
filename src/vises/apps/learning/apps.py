from django.apps import AppConfig


class LearningConfig(AppConfig):
    name = "vises.apps.learning"
    label = "learning"

    def ready(self) -> None:
        from vises.apps.journeys.services.closings import register_offers
        from vises.apps.learning.problems import CODES
        from vises.apps.learning.queries.changes import readable_references
        from vises.apps.learning.services import silence as _silence  # noqa: F401 (a job the worker must know)
        from vises.apps.learning.services import vectors as _vectors  # noqa: F401 (another one)
        from vises.apps.learning.services.changes import telling as _telling  # noqa: F401 (another one)
        from vises.apps.learning.services.closings import offers
        from vises.apps.methodology.queries import register_references
        from vises.platform.problems import register

        register(CODES)
        register_offers(offers)
        register_references(readable_references)
