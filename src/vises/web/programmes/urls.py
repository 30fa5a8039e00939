from vises.web.layout.routes import route
from vises.web.programmes import views

urlpatterns = [
    route("programmes/", views.programmes, "programmes", read="signed-in"),
    route("programmes/<uuid:programme>/", views.programme, "programme", read="programme.counts"),
]
