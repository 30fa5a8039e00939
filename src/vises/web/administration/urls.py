from vises.web.administration import views
from vises.web.layout.routes import route

ADMINISTER = {"read": "platform.administer", "write": "platform.administer"}
urlpatterns = [
    route("administration/", views.administration, "administration", read="platform.administer"),
    route("administration/mails/", views.held_mails, "held-mails", read="platform.administer"),
    route("administration/mails/<uuid:mail>/", views.held_mail, "held-mail", **ADMINISTER),
    route("administration/programme/", views.new_programme, "new-programme", **ADMINISTER),
    route("administration/federation/", views.new_federation, "new-federation", **ADMINISTER),
    route("administration/territory/", views.new_territory, "new-territory", **ADMINISTER),
    route("administration/enterprise/", views.new_enterprise, "new-enterprise", **ADMINISTER),
]
