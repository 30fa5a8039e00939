from django.apps import AppConfig


class InstrumentsConfig(AppConfig):
    name = "vises.apps.instruments"
    label = "instruments"

    def ready(self) -> None:
        from vises.apps.instruments.problems import CODES
        from vises.apps.instruments.queries import read_instruments
        from vises.apps.journeys.services.passes import register_reading
        from vises.platform.problems import register

        register(CODES)
        register_reading("instruments", read_instruments)
