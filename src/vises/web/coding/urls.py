from vises.web.coding import codebook, reading, themes
from vises.web.coding.apart import apart
from vises.web.coding.exchange import exchange
from vises.web.coding.names import names
from vises.web.coding.search import search
from vises.web.coding.similar import similar
from vises.web.coding.together import together
from vises.web.layout.routes import route

# A reader of one plan line holds no role in the journey as a whole: the views ask `words.read` row by row.
urlpatterns = [
    route("journeys/<uuid:journey>/coding/", codebook.coding, "coding", read="signed-in", write="signed-in"),
    route("journeys/<uuid:journey>/themes/<uuid:code>/", themes.theme, "theme", read="signed-in", write="signed-in"),
    route(
        "journeys/<uuid:journey>/themes/<uuid:code>/split/",
        themes.split,
        "theme-split",
        read="signed-in",
        write="signed-in",
    ),
    route(
        "journeys/<uuid:journey>/themes/<uuid:code>/similar/",
        similar,
        "similar",
        read="signed-in",
        write="signed-in",
    ),
    route("journeys/<uuid:journey>/coding/files/", exchange, "coding-files", read="signed-in", write="signed-in"),
    route("journeys/<uuid:journey>/coding/together/", together, "together", read="signed-in"),
    route("journeys/<uuid:journey>/search/", search, "search-words", read="signed-in"),
    route("journeys/<uuid:journey>/passages/", reading.passages, "passages", read="signed-in"),
    route("journeys/<uuid:journey>/texts/<uuid:text>/", reading.text, "text", read="signed-in", write="signed-in"),
    route("journeys/<uuid:journey>/names/<uuid:text>/", names, "names", read="signed-in", write="signed-in"),
    route("journeys/<uuid:journey>/apart/<uuid:text>/", apart, "apart", read="signed-in", write="signed-in"),
    route(
        "journeys/<uuid:journey>/texts/<uuid:wave>/<path:question>/",
        reading.open_question,
        "open-question",
        read="signed-in",
        write="signed-in",
    ),
]
