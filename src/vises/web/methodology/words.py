"""Words for origins and kinds, and which hard words stand on which page."""

from django.utils.translation import gettext_lazy

ORIGINS = {
    "stated": gettext_lazy("stated by VISES"),
    "related": gettext_lazy("stated by a relative"),
    "proposed": gettext_lazy("our proposal"),
}
ORIGIN_MEANINGS = {
    "stated": gettext_lazy("VISES or somebody who took part in it says so in a text that we have read."),
    "related": gettext_lazy("A text by others, close to VISES, says so. VISES itself may see it otherwise."),
    "proposed": gettext_lazy("We propose it where the texts that we could read are silent."),
}
KINDS = {
    "theory": gettext_lazy("Ideas"),
    "practice": gettext_lazy("Practices"),
    "tool": gettext_lazy("Tools"),
    "source": gettext_lazy("Texts and guides"),
}
INVOLVED = ("stakeholder", "reservation", "co-construction")
HARD_WORDS: dict[str, tuple[str, ...]] = {
    # by URL name: the terms a page uses that a newcomer may not know
    "home": ("social-impact", "valorisation", "co-construction", "evaluative-question"),
    "journeys": ("social-enterprise", "accompaniment", "referent"),
    "journey": ("deliverable", "evaluative-question", "session", "referent"),
    "programmes": ("accompaniment", "federation"),
    "programme": ("accompaniment", "federation", "group-of-enterprises", "territory"),
    "engagement": ("engagement-note", "preliminary-step", "accompanist", "referent", "funder"),
    "first-hour": ("engagement-note", "social-impact", "accompanist"),
    "existing": ("indicator", "data-collection"),
    "confirm": ("referent", "accompanist", "deliverable"),
    "portrait": ("portrait", "aspiration", "mission", "practices", "territory", "social-need"),
    "stakeholders": INVOLVED,
    "expectations": ("stakeholder", "funder", "partner", "evaluative-question"),
    "expect": ("stakeholder", "evaluative-question"),
    "sessions": ("session", "deliverable", "accompanist"),
    "session": ("session", "deliverable", "accompanist"),
    "session-sheet": ("session", "deliverable"),
    "question": ("evaluative-question", "reservation", "stakeholder", "co-construction"),
    "propose": ("evaluative-question", "stakeholder"),
    "plan": ("choice-of-methods", "qualitative", "quantitative", "indicator", "interview", "focus-group", "life-story"),
    "instruments": ("questionnaire", "interview", "focus-group", "life-story", "consent"),
    "instrument": ("questionnaire", "consent"),
    "collection": ("data-collection", "consent", "receipt", "interview", "focus-group"),
    "wave": ("data-collection", "consent", "receipt", "questionnaire"),
    "answer": ("consent", "receipt"),
    "receipt": ("receipt", "consent"),
    "document": ("interview", "life-story", "consent"),
    "records": ("indicator", "output"),
    "results": ("data-analysis", "indicator", "quantitative"),
    "result": ("data-analysis", "quantitative"),
    "coding": ("passage", "qualitative", "data-analysis"),
    "text": ("passage", "qualitative"),
    "findings": ("finding", "evidence", "contribution", "attribution"),
    "finding": ("finding", "evidence", "contribution", "attribution"),
    "restitutions": ("restitution", "finding"),
    "improvements": ("finding", "valorisation"),
    "story": ("valorisation", "thread", "testimony", "consent", "contribution"),
    "publish": ("valorisation", "consent", "thread"),
    "story-public": ("social-impact", "evaluative-question", "thread", "finding", "valorisation"),
    "thread": ("thread", "finding", "evidence", "evaluative-question"),
    "stories": ("social-impact", "valorisation", "testimony"),
    "methods": ("vises-method", "evaluative-question", "deliverable", "experimentation-phase"),
    "method-version": ("deliverable", "evaluative-question", "stakeholder", "valorisation"),
    "method-cards": ("qualitative", "quantitative", "indicator", "sroi", "theory-of-change"),
    "library": ("social-utility", "contribution", "attribution", "research-action"),
}
