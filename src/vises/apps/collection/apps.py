from django.apps import AppConfig


class CollectionConfig(AppConfig):
    name = "vises.apps.collection"
    label = "collection"
