from django.apps import AppConfig


class InstrumentsConfig(AppConfig):
    name = "vises.apps.instruments"
    label = "instruments"
