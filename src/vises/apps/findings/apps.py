from django.apps import AppConfig


class FindingsConfig(AppConfig):
    name = "vises.apps.findings"
    label = "findings"
