from vises.web.journeys import views
from vises.web.layout.routes import route

urlpatterns = [route("journeys/", views.journeys, "journeys", read="signed-in")]
