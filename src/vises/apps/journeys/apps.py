from django.apps import AppConfig


class JourneysConfig(AppConfig):
    name = "vises.apps.journeys"
    label = "journeys"
