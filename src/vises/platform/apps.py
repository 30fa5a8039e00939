from django.apps import AppConfig


class PlatformConfig(AppConfig):
    name = "vises.platform"
    label = "platform"
