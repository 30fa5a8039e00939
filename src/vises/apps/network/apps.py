from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "vises.apps.network"
    label = "network"
