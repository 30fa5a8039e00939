from vises.web.doors import collect, overview, paper
from vises.web.layout.routes import route

W = "journeys/<uuid:journey>/collection/<uuid:wave>/"
READ, EDIT = "journey.view", "journey.edit"
urlpatterns = [
    route(f"{W}doors/", overview.doors, "doors", read=READ),
    route(f"{W}doors/collect/", collect.collect, "door-collect", read=EDIT, write=EDIT),
    route(f"{W}doors/paper/", paper.about, "door-paper", read=EDIT),
    route(f"{W}doors/paper/sheets/", paper.sheets, "paper-sheets", read=EDIT),
    # whoever types in reads raw words: the view asks `words.read` of the row
    route(f"{W}doors/paper/type/", paper.type_in, "type-in", read="signed-in", write="signed-in"),
]
