from vises.web.programmes import views
from vises.web.layout.routes import route

urlpatterns = [route("programmes/", views.programmes, "programmes", read="signed-in")]
