from vises.web.designer import comparing, conditions, items, preview, publishing, translations, views
from vises.web.layout.routes import route

J = "journeys/<uuid:journey>/"
D = f"{J}instruments/design/<uuid:draft>/"
WRITE = {"read": "journey.edit", "write": "journey.edit"}
BOTH = {"read": "journey.view", "write": "journey.edit"}
urlpatterns = [
    route(f"{J}instruments/design/new/<uuid:line>/", views.begin, "draft-begin", **WRITE),
    route(f"{J}instruments/design/from/<uuid:version>/", views.from_version, "draft-from", **WRITE),
    route(D, views.draft, "draft", **WRITE),
    route(f"{D}add/", items.add, "draft-add", **WRITE),
    route(f"{D}question/<slug:item>/", items.item, "draft-item", **WRITE),
    route(f"{D}question/<slug:item>/condition/", conditions.condition, "draft-condition", **WRITE),
    route(f"{D}languages/", translations.translations, "draft-translations", **WRITE),
    route(f"{D}preview/", preview.preview, "draft-preview", read="journey.edit"),
    route(f"{D}try/", preview.try_out, "draft-try", **WRITE),
    route(f"{D}history/", publishing.history, "draft-history", read="journey.edit"),
    route(f"{D}publish/", publishing.publish, "draft-publish", **WRITE),
    route(f"{D}xlsform/", publishing.draft_workbook, "draft-xlsform", read="journey.edit"),
    route(f"{J}instruments/<uuid:version>/compare/", comparing.compare, "instrument-compare", **BOTH),
    route(f"{J}instruments/<uuid:version>/xlsform/", publishing.workbook, "instrument-xlsform", read="journey.view"),
]
