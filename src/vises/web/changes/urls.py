"""How the method changes.

Whoever sits in a body and is nothing else holds a role narrowed to that body: pages of proposals ask row by row.
"""

from vises.web.changes.views import proposals, saying, translations, versions, writing
from vises.web.layout.routes import route

J = "journeys/<uuid:journey>/version/"
P = "programmes/<uuid:programme>/"
C = f"{P}changes/<uuid:proposal>/"
T = f"{P}translations/"
IN = {"read": "signed-in", "write": "signed-in"}

urlpatterns = [
    route(J, versions.version, "journey-version", read="journey.view"),
    route(f"{J}<str:code>/", versions.preview, "journey-preview", read="journey.view", write="journey.place"),
    route(
        f"{P}versions/",
        versions.programme_versions,
        "programme-versions",
        read="programme.edit",
        write="programme.edit",
    ),
    route(f"{P}changes/", proposals.changes, "changes", read="signed-in"),
    route(f"{P}changes/new/", proposals.new, "new-change", **IN),
    route(C, proposals.change, "change", read="signed-in"),
    route(f"{C}about/", proposals.about, "change-about", **IN),
    route(f"{C}step/<slug:step>/", proposals.step, "change-step", **IN),
    route(f"{C}write/", writing.write, "change-write", **IN),
    route(f"{C}write/why/", writing.entry, "change-new-entry", **IN),
    route(f"{C}write/why/<uuid:entry>/", writing.entry, "change-entry", **IN),
    route(f"{C}write/text/<str:key>/", writing.text, "change-text", **IN),
    route(f"{C}write/<str:element>/", writing.element, "change-element", **IN),
    route(f"{C}say/", saying.say, "change-say", **IN),
    route(f"{C}amend/<str:key>/", saying.amend, "change-amend", **IN),
    route(f"{C}positions/<uuid:position>/", saying.answer, "change-answer", **IN),
    route(f"{C}amendments/<uuid:amendment>/", saying.settle, "change-settle", **IN),
    route(T, translations.translations, "translations", **IN),
    route(f"{T}<uuid:translation>/", translations.translation, "translation", **IN),
    route(f"{T}<uuid:translation>/<str:element>/", translations.element, "translation-element", **IN),
]
