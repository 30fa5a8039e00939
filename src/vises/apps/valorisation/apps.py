from django.apps import AppConfig


class ValorisationConfig(AppConfig):
    name = "vises.apps.valorisation"
    label = "valorisation"

    def ready(self) -> None:
        from vises.apps.coding.queries.consent import register_narrowing
        from vises.apps.coding.services.names import register_rewritten
        from vises.apps.coding.services.texts import register_losing
        from vises.apps.collection.services.withdrawals import register as register_withdrawal
        from vises.apps.datasets.services import register_recalculated
        from vises.apps.journeys.services.passes import register_reading
        from vises.apps.valorisation.problems import CODES
        from vises.apps.valorisation.queries.consents import still_agreed
        from vises.apps.valorisation.queries.reading import read_story
        from vises.apps.valorisation.services import cascade, consents, pictures  # noqa: F401  their hourly jobs
        from vises.platform.problems import register

        register(CODES)
        register_reading("story", read_story)
        register_narrowing(still_agreed)
        register_losing(cascade.passages_go)
        register_rewritten(cascade.names_replaced)
        register_withdrawal(cascade.on_withdrawal)
        register_recalculated(cascade.recalculated)
