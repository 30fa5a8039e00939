from vises.web.coding import views
from vises.web.layout.routes import route

# A reader of one plan line holds no role in the journey as a whole: the views ask `words.read` row by row.
urlpatterns = [
    route("journeys/<uuid:journey>/coding/", views.coding, "coding", read="signed-in", write="signed-in"),
    route(
        "journeys/<uuid:journey>/themes/<uuid:code>/", views.theme, "theme", read="signed-in", write="signed-in"
    ),
    route("journeys/<uuid:journey>/passages/", views.passages, "passages", read="signed-in"),
    route("journeys/<uuid:journey>/texts/<uuid:text>/", views.text, "text", read="signed-in", write="signed-in"),
    route(
        "journeys/<uuid:journey>/texts/<uuid:wave>/<path:question>/",
        views.open_question,
        "open-question",
        read="signed-in",
        write="signed-in",
    ),
]
