from vises.web.layout.routes import route
from vises.web.programmes import views

EDIT = {"read": "programme.edit", "write": "programme.edit"}
urlpatterns = [
    route("programmes/", views.programmes, "programmes", read="signed-in"),
    route("programmes/<uuid:programme>/", views.programme, "programme", read="programme.counts"),
    route(
        "programmes/<uuid:programme>/enterprises/", views.enterprises, "programme-enterprises", read="programme.edit"
    ),
    route(
        "programmes/<uuid:programme>/enterprises/new/", views.new_enterprise, "programme-new-enterprise", **EDIT
    ),
    route(
        "programmes/<uuid:programme>/enterprises/<uuid:participation>/", views.participation, "participation", **EDIT
    ),
]
