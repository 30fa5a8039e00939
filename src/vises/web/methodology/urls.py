from vises.web.layout.routes import route
from vises.web.methodology import views

urlpatterns = [
    route("method/", views.methods, "methods", read="public"),
    route("glossary/", views.glossary, "glossary", read="public"),
]
