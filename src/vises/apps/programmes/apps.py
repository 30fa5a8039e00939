from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "vises.apps.programmes"
    label = "programmes"
