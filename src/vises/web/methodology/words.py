"""Words for origins, kinds and changes, and which hard words stand on which page."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vises.apps.methodology.rules import PREFIXES

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
KINDS_OF_CHANGE = {
    "added": gettext_lazy("added"),
    "removed": gettext_lazy("taken out"),
    "moved": gettext_lazy("moved"),
    "renamed": gettext_lazy("renamed"),
    "reshaped": gettext_lazy("session or sheet changed"),
    "reworded": gettext_lazy("reworded"),
    "split": gettext_lazy("split"),
}
GROUPS = {
    "version": gettext_lazy("the version"),
    "step": gettext_lazy("step"),
    "deliverable": gettext_lazy("deliverable"),
    "dimensions": gettext_lazy("view of the portrait"),
    "lenses": gettext_lazy("lens of the portrait"),
    "question_types": gettext_lazy("kind of question"),
    "question_test": gettext_lazy("point of the question test"),
    "method_cards": gettext_lazy("method card"),
    "effects": gettext_lazy("kind of effect"),
    "strengths": gettext_lazy("how solid a finding is"),
    "involvement": gettext_lazy("degree of involvement"),
    "chooser": gettext_lazy("method chooser"),
}
GROUPS |= {prefix: GROUPS[name] for name, prefix in PREFIXES.items()}
PARTS = {
    "title": gettext_lazy("Title"),
    "short": gettext_lazy("Short name"),
    "summary": gettext_lazy("Summary"),
    "purpose": gettext_lazy("Purpose"),
    "hint": gettext_lazy("Tip"),
    "pitfall": gettext_lazy("Beware"),
    "done-when": gettext_lazy("Done when"),
    "good-for": gettext_lazy("Good for"),
    "watch-out": gettext_lazy("Watch out"),
    "how": gettext_lazy("How"),
    "allows": gettext_lazy("It allows you to say"),
    "does-not-allow": gettext_lazy("It does not allow you to say"),
    "question": gettext_lazy("Question of the chooser"),
    "choice": gettext_lazy("Answer of the chooser"),
    "rule": gettext_lazy("Reason of the chooser"),
}


def part_word(part: str) -> str:
    """What a part of an element is called: "hint", "agenda.2", "sheet.motives.prompt"."""
    start, _dot, rest = part.partition(".")
    if start == "agenda":
        return _("Session, part %(number)s") % {"number": rest}
    if start == "sheet":
        return _("Sheet, what a box asks") if rest.endswith(".prompt") else _("Sheet, title of a box")
    return str(PARTS.get(start, part))


INVOLVED = ("stakeholder", "reservation", "co-construction")
HARD_WORDS: dict[str, tuple[str, ...]] = {
    # by URL name: the terms a page uses that a newcomer may not know
    "home": ("social-impact", "valorisation", "co-construction", "evaluative-question"),
    "journeys": ("social-enterprise", "accompaniment", "referent"),
    "journey": ("deliverable", "evaluative-question", "session", "referent"),
    "programmes": ("accompaniment", "federation"),
    "participation": ("accompaniment", "social-enterprise"),
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
    "passages": ("passage", "qualitative"),
    "theme": ("passage", "qualitative"),
    "findings": ("finding", "evidence", "contribution", "attribution"),
    "finding": ("finding", "evidence", "contribution", "attribution"),
    "restitutions": ("restitution", "finding"),
    "restitution": ("restitution", "finding"),
    "stands": ("evidence", "finding", "consent"),
    "improvements": ("finding", "valorisation"),
    "story": ("valorisation", "thread", "testimony", "consent", "contribution"),
    "publish": ("valorisation", "consent", "thread"),
    "story-public": ("social-impact", "evaluative-question", "thread", "finding", "valorisation"),
    "thread": ("thread", "finding", "evidence", "evaluative-question"),
    "thread-inside": ("thread", "finding", "evidence", "reservation"),
    "story-preview": ("thread", "consent", "valorisation"),
    "stories": ("social-impact", "valorisation", "testimony"),
    "methods": ("vises-method", "evaluative-question", "deliverable", "experimentation-phase"),
    "method-version": ("deliverable", "evaluative-question", "stakeholder", "valorisation"),
    "method-differences": ("vises-method", "deliverable", "evaluative-question"),
    "method-cards": ("qualitative", "quantitative", "indicator", "sroi", "theory-of-change"),
    "library": ("social-utility", "contribution", "attribution", "research-action"),
}
