from vises.web.doors import collect, overview
from vises.web.layout.routes import route

W = "journeys/<uuid:journey>/collection/<uuid:wave>/"
READ, EDIT = "journey.view", "journey.edit"
urlpatterns = [
    route(f"{W}doors/", overview.doors, "doors", read=READ),
    route(f"{W}doors/collect/", collect.collect, "door-collect", read=EDIT, write=EDIT),
]
