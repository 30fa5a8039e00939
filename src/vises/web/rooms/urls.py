from vises.web.layout.routes import route
from vises.web.rooms import guests, leading

J = "journeys/<uuid:journey>/room/"
EDIT = "journey.edit"
urlpatterns = [
    route(J, leading.rooms, "rooms", read=EDIT, write=EDIT),
    route(f"{J}<uuid:live>/", leading.room, "room-lead", read=EDIT, write=EDIT),
    route(f"{J}<uuid:live>/take/", leading.take, "room-take", read=EDIT, write=EDIT),
    route(f"{J}<uuid:live>/screen/", leading.screen, "room-screen", read=EDIT),
    route(f"{J}<uuid:live>/now/", leading.now, "room-lead-now", read=EDIT),
    route(f"{J}<uuid:live>/sheet/", leading.sheet, "room-sheet", read=EDIT),
    route("room/", guests.code, "room-code", read="public", write="public"),
    route("room/<str:token>/", guests.room, "room-guest", read="pass", write="pass"),
    route("room/<str:token>/now/", guests.now, "room-guest-now", read="pass"),
]
