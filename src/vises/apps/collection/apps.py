from django.apps import AppConfig


class CollectionConfig(AppConfig):
    name = "vises.apps.collection"
    label = "collection"

    def ready(self) -> None:
        from vises.apps.collection.problems import CODES
        from vises.apps.collection.queries.coverage import open_gaps
        from vises.apps.collection.queries.reached import reached
        from vises.apps.collection.queries.reading import read_collection
        from vises.apps.collection.services import imports as _imports  # noqa: F401  jobs: the worker imports no page
        from vises.apps.collection.services import invitations as _invitations  # noqa: F401  jobs
        from vises.apps.collection.services import looking as _looking  # noqa: F401  jobs
        from vises.apps.collection.services.consents import readers_changed
        from vises.apps.journeys.services.passes import register_reading
        from vises.apps.journeys.services.plan import register_reached, register_readers_changed
        from vises.apps.programmes.queries.open_points import register_open
        from vises.platform.problems import register

        register(CODES)
        register_reached(reached)
        register_readers_changed(readers_changed)
        register_reading("collection", read_collection)
        register_open(open_gaps)
