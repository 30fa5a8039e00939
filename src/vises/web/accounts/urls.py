from django.urls import include, path

from vises.web.accounts import views
from vises.web.layout.routes import route

urlpatterns = [
    route("account/", views.account, "account", read="signed-in"),
    route("demonstration/", views.demonstration, "demonstration", read="demonstration", write="demonstration"),
    path("accounts/", include("allauth.urls")),
]
