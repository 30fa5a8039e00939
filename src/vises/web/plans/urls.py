from vises.web.layout.routes import route
from vises.web.plans import bank, chooser, files, instruments, views

J = "journeys/<uuid:journey>/"
WRITE = {"read": "journey.edit", "write": "journey.edit"}
BOTH = {"read": "journey.view", "write": "journey.edit"}
urlpatterns = [
    route(f"{J}plan/", views.plan, "plan", read="journey.view"),
    route(f"{J}plan/new/", views.new_line, "plan-new", **WRITE),
    route(f"{J}plan/chooser/", chooser.chooser, "plan-chooser", read="journey.view"),
    route(f"{J}plan/<uuid:line>/", views.line, "plan-line", **WRITE),
    route("bank/", bank.questions, "bank", read="signed-in"),
    route("bank/<slug:question>/", bank.question, "bank-question", read="signed-in"),
    route(f"{J}bank/", bank.questions, "journey-bank", read="journey.view"),
    route(f"{J}bank/<slug:question>/", bank.question, "journey-bank-question", **BOTH),
    route(f"{J}instruments/", instruments.instruments, "instruments", read="journey.view"),
    route(f"{J}instruments/<uuid:version>/", instruments.instrument, "instrument", **BOTH),
    route(f"{J}instruments/<uuid:version>/<uuid:file>/", files.shown, "form-file", read="journey.view"),
    route(f"{J}instruments/write/<uuid:line>/<slug:kind>/", instruments.write, "instrument-write", **WRITE),
]
