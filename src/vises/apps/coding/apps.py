from django.apps import AppConfig


class CodingConfig(AppConfig):
    name = "vises.apps.coding"
    label = "coding"
