from django.apps import AppConfig


class DatasetsConfig(AppConfig):
    name = "vises.apps.datasets"
    label = "datasets"
