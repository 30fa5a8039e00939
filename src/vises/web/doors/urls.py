from django.urls import URLPattern

from vises.web.doors import collect, easy, easy_writing, interview, invited, kiosk, offline, overview, paper, people
from vises.web.layout.routes import route

W = "journeys/<uuid:journey>/collection/<uuid:wave>/"
READ, EDIT = "journey.view", "journey.edit"


def _without(pattern: str, kind: offline.Kind, verb: str) -> list[URLPattern]:
    """The page without connection behind one kind of address: itself, what a screen keeps of it, what it asks."""
    return [
        route(pattern, offline.page(kind), kind.name, read=verb),
        route(f"{pattern}app.webmanifest", offline.app(kind), f"{kind.name}-app", read=verb),
        route(f"{pattern}round/", offline.round_(kind), f"{kind.name}-round", read=verb, write=verb),
    ]


urlpatterns = [
    route(f"{W}doors/", overview.doors, "doors", read=READ),
    route(f"{W}doors/collect/", collect.collect, "door-collect", read=EDIT, write=EDIT),
    route(f"{W}doors/interview/", interview.links, "door-interview", read=EDIT, write=EDIT),
    route(f"{W}doors/kiosk/", kiosk.about, "door-kiosk", read=READ),
    route(f"{W}doors/easy/", easy_writing.about, "door-easy", read=EDIT, write=EDIT),
    route(f"{W}doors/easy/<int:number>/", easy_writing.one, "easy-question", read=EDIT, write=EDIT),
    route(f"{W}people/", people.people, "wanted", read=READ),
    route(f"{W}people/groups/", people.groups, "people-groups", read=EDIT, write=EDIT),
    route(f"{W}people/links/", people.links, "people-links", read=EDIT, write=EDIT),
    route(f"{W}people/links/end/", people.end, "people-end", read=EDIT, write=EDIT),
    route("i/<str:token>/", invited.invited, "invited", read="pass", write="pass"),
    route("i/<str:token>/stop/", invited.stop, "invited-stop", read="pass", write="pass"),
    route("g/<str:token>/", invited.group, "group-answer", read="public", write="public"),
    route("a/<str:token>/easy/", easy.easy, "easy", read="public", write="public"),
    route("a/<str:token>/easy/<uuid:file>/", easy.file, "easy-file", read="public"),
    route("for/<str:token>/", interview.interview, "interview", read="pass", write="pass"),
    route("a/<str:token>/kiosk/", kiosk.kiosk, "kiosk", read="public", write="public"),
    route(f"{W}doors/offline/", offline.about, "door-offline", read=READ),
    route("offline/", offline.shell, "offline-shell", read="public"),
    route("offline/worker.js", offline.worker, "offline-worker", read="public"),
    *_without("offline/for/<str:token>/", offline.INTERVIEWER, "pass"),
    *_without("offline/g/<str:token>/", offline.GROUP, "public"),
    *_without("offline/i/<str:token>/", offline.PERSONAL, "pass"),
    *_without("offline/<str:token>/", offline.OWN, "public"),
    route(f"{W}doors/paper/", paper.about, "door-paper", read=EDIT),
    route(f"{W}doors/paper/sheets/", paper.sheets, "paper-sheets", read=EDIT),
    # whoever types in reads raw words: the view asks `words.read` of the row
    route(f"{W}doors/paper/type/", paper.type_in, "type-in", read="signed-in", write="signed-in"),
]
