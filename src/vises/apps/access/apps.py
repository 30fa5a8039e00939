from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "vises.apps.access"
    label = "access"
