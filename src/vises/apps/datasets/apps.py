from django.apps import AppConfig


class DatasetsConfig(AppConfig):
    name = "vises.apps.datasets"
    label = "datasets"

    def ready(self) -> None:
        from vises.apps.collection.services.withdrawals import register as register_withdrawal
        from vises.apps.datasets.problems import CODES
        from vises.apps.datasets.services import on_withdrawal
        from vises.apps.datasets.taken_out import on_withdrawal as erase_files
        from vises.platform.problems import register

        register(CODES)
        register_withdrawal(on_withdrawal)
        register_withdrawal(erase_files)
