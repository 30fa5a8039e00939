from vises.web.layout.routes import route
from vises.web.methodology import views

urlpatterns = [
    route("method/", views.methods, "methods", read="public"),
    route("method/<str:code>/", views.method_version, "method-version", read="public"),
    route("method/<str:code>/cards/", views.method_cards, "method-cards", read="public"),
    route("method/<str:code>/differences/", views.differences, "method-differences", read="public"),
    route("method/<str:code>/files/", views.files, "method-files", read="public"),
    route(
        "administration/method/",
        views.adopting,
        "method-adopting",
        read="platform.administer",
        write="platform.administer",
    ),
    route("glossary/", views.glossary, "glossary", read="public"),
    route("library/", views.library, "library", read="public"),
]
