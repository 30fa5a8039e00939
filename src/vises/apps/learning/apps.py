from django.apps import AppConfig


class LearningConfig(AppConfig):
    name = "vises.apps.learning"
    label = "learning"
