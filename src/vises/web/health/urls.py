from vises.web.health import views
from vises.web.layout.routes import route

urlpatterns = [
    route("health/live", views.live, "health-live", read="public"),
    route("health/ready", views.ready, "health-ready", read="public"),
]
