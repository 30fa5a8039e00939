from vises.web.layout import views
from vises.web.layout.routes import route

urlpatterns = [
    route("", views.home, "home", read="public"),
    route("language/", views.switch_language, "language", read="public", write="public"),
    route("demonstration/mails/", views.outbox, "outbox", read="demonstration"),
    route("demonstration/components/", views.components, "components", read="demonstration"),
]
