from django.apps import AppConfig


class MethodologyConfig(AppConfig):
    name = "vises.apps.methodology"
    label = "methodology"
