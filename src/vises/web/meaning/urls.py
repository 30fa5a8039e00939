from vises.web.layout.routes import route
from vises.web.meaning import joint, kit, paper, sessions

J = "journeys/<uuid:journey>/"
READ, EDIT = "journey.view", "journey.edit"
urlpatterns = [
    route(f"{J}joint/", joint.display, "joint", read=READ, write=EDIT),
    route(f"{J}joint/paper/", paper.joint_sheet, "joint-paper", read=READ),
    route(f"{J}joint/beyond/", joint.row, "joint-beyond", read=READ, write=EDIT),
    route(f"{J}joint/<uuid:row>/", joint.row, "joint-row", read=READ, write=EDIT),
    route(f"{J}interpretation/", sessions.interpretation, "interpretation", read=READ),
    route(f"{J}interpretation/paper/", paper.sheets, "interpretation-paper", read=READ),
    route(f"{J}interpretation/<uuid:session>/<uuid:finding>/", sessions.heard, "heard", read=READ, write=EDIT),
    route(f"{J}bring-back/", kit.kit, "kit", read=READ),
    route(f"{J}bring-back/<uuid:group>/", kit.back, "back", read=READ, write=EDIT),
]
