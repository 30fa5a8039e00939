from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "vises.apps.accounts"
    label = "accounts"

    def ready(self) -> None:
        from vises.apps.accounts.problems import CODES
        from vises.platform.problems import register

        register(CODES)
