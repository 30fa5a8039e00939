"""How the method changes.

Whoever sits in a body and is nothing else holds a role narrowed to that body: pages of proposals ask row by row.
"""

from vises.web.changes.views import versions
from vises.web.layout.routes import route

J = "journeys/<uuid:journey>/version/"
P = "programmes/<uuid:programme>/"

urlpatterns = [
    route(J, versions.version, "journey-version", read="journey.view"),
    route(f"{J}<str:code>/", versions.preview, "journey-preview", read="journey.view", write="journey.place"),
    route(
        f"{P}versions/",
        versions.programme_versions,
        "programme-versions",
        read="programme.edit",
        write="programme.edit",
    ),
]
