from django.apps import AppConfig


class PlatformConfig(AppConfig):
    name = "vises.platform"
    label = "platform"

    def ready(self) -> None:
        # the worker imports no page: whoever has jobs makes them known when the application starts
        from vises.platform import erased as _erased  # noqa: F401
        from vises.platform.files import reaper as _reaper  # noqa: F401
        from vises.platform.mail import services as _mail  # noqa: F401
        from vises.platform.problems import register
        from vises.platform.wording.texts import TEXTS

        register(TEXTS)
