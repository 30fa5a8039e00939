from django.apps import AppConfig


class ValorisationConfig(AppConfig):
    name = "vises.apps.valorisation"
    label = "valorisation"
