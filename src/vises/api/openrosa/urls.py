from collections.abc import Callable

from django.http import HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt

from vises.api.openrosa import views
from vises.apps.access.declared import Declared


def _wired(pattern: str, view: Callable[..., HttpResponse], name: str, *, writes: bool = False) -> URLPattern:
    """The key in the address is the only way in: each view opens it. No cookie is read, so none can be abused."""
    answered = csrf_exempt(views.speaking(view, "POST" if writes else "GET"))
    answered.declared = Declared("pass", "pass" if writes else None)  # type: ignore[attr-defined]
    return path(pattern, answered, name=name)


KEY = "openrosa/<str:token>/"
urlpatterns = [
    _wired(f"{KEY}formList", views.form_list, "openrosa-list"),
    _wired(f"{KEY}forms/<uuid:version>.xml", views.form, "openrosa-form"),
    _wired(f"{KEY}forms/<uuid:version>/manifest", views.manifest, "openrosa-manifest"),
    _wired(f"{KEY}forms/<uuid:version>/<uuid:file>/", views.media, "openrosa-media"),
    _wired(f"{KEY}submission", views.submission, "openrosa-submission", writes=True),
]
