from django.apps import AppConfig


class CodingConfig(AppConfig):
    name = "vises.apps.coding"
    label = "coding"

    def ready(self) -> None:
        from vises.apps.coding.problems import CODES
        from vises.apps.coding.services.texts import erase_withdrawn
        from vises.apps.collection.services.withdrawals import register as register_withdrawal
        from vises.platform.problems import register

        register(CODES)
        register_withdrawal(erase_withdrawn)
