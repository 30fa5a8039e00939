from vises.web.collection import collecting, indicators, media, taking_in
from vises.web.collection.answering import answer
from vises.web.collection.receipts import correct, receipt
from vises.web.layout.routes import route

J = "journeys/<uuid:journey>/"
READ, EDIT = "journey.view", "journey.edit"

# A reader of one plan line holds no role in the journey as a whole: `document` and `aside` ask `words.read` of the row.
urlpatterns = [
    route("a/<str:token>/", answer, "answer", read="public", write="public"),
    route("f/<uuid:wave>/<uuid:file>/", media.file, "answer-file", read="public"),
    route("receipt/", receipt, "receipt", read="public", write="public"),
    route("receipt/correct/", correct, "correct", read="public", write="public"),
    route(f"{J}collection/", collecting.collection, "collection", read=READ),
    route(f"{J}collection/round/<uuid:version>/", collecting.new_wave, "new-wave", read=EDIT, write=EDIT),
    route(f"{J}collection/<uuid:wave>/", collecting.wave, "wave", read=READ, write=EDIT),
    route(f"{J}collection/<uuid:wave>/change/", collecting.change_wave, "change-wave", read=EDIT, write=EDIT),
    route(f"{J}collection/<uuid:wave>/poster/", collecting.poster, "poster", read=READ),
    route(f"{J}collection/<uuid:wave>/take-in/", taking_in.take_in, "take-in", read=EDIT, write=EDIT),
    route(f"{J}collection/columns/<uuid:run>/", taking_in.columns, "columns", read=EDIT, write=EDIT),
    route(f"{J}collection/<uuid:wave>/receipts/", taking_in.receipts, "import-receipts", read=EDIT, write=EDIT),
    route(f"{J}collection/words/<uuid:line>/", collecting.new_document, "new-document", read=EDIT, write=EDIT),
    route(f"{J}collection/records/<uuid:line>/", collecting.new_records, "new-records", read=EDIT, write=EDIT),
    route(f"{J}indicators/", indicators.register, "indicators", read=READ),
    route(f"{J}indicators/new/<uuid:line>/", indicators.new, "new-indicator", read=EDIT, write=EDIT),
    route(f"{J}indicators/<uuid:indicator>/", indicators.indicator, "indicator", read=READ, write=EDIT),
    route(f"{J}indicators/<uuid:indicator>/change/", indicators.change, "change-indicator", read=EDIT, write=EDIT),
    route(f"{J}indicators/<uuid:indicator>/<uuid:file>/", indicators.file, "indicator-file", read=READ),
    route(f"{J}collection/document/<uuid:document>/", collecting.document, "document", read="signed-in"),
    route(f"{J}collection/aside/<uuid:aside>/", collecting.aside, "aside", read="signed-in", write="signed-in"),
]
