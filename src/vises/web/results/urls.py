from vises.web.layout.routes import route
from vises.web.results import pairs, reading, views

J = "journeys/<uuid:journey>/"
# A reader of one plan line holds no role in the journey as a whole: those views ask `words.read` row by row.
urlpatterns = [
    route(f"{J}results/", views.results, "results", read="journey.view"),
    route(
        f"{J}results/<uuid:wave>/<path:question>/", views.result, "result", read="journey.view", write="journey.edit"
    ),
    route(f"{J}results/pairs/<uuid:wave>/<uuid:other>/", pairs.pairs, "pairs", read="journey.view"),
    route(
        f"{J}results/pairs/<uuid:wave>/<uuid:other>/<path:question>/",
        pairs.pair,
        "pair",
        read="journey.view",
        write="journey.edit",
    ),
    route(f"{J}reading/", reading.waves, "reading", read="signed-in"),
    route(f"{J}reading/<uuid:wave>/", reading.words, "words", read="signed-in", write="signed-in"),
    route(f"{J}reading/<uuid:wave>/files/<uuid:file>/", reading.file, "answers-file", read="signed-in"),
    route(f"{J}reading/<uuid:wave>/<int:number>/", reading.one, "one-answer", read="signed-in"),
]
