"""Words for what a note is, where it stands and who wrote it."""

from django.utils.translation import gettext_lazy as _

KINDS = {
    "question": _("A question"),
    "difficulty": _("A difficulty"),
    "experience": _("An experience"),
    "idea": _("An idea"),
}
STATES = {
    "written": _("yours alone"),
    "agreed": _("waits for the enterprise"),
    "raised": _("raised, waits for a body"),
    "in-treatment": _("on a body's table"),
    "answered": _("answered, not yet given back"),
    "returned": _("given back"),
    "acknowledged": _("given back and heard"),
}
STAGES = {
    "agreed": _("Enterprise asked"),
    "raised": _("Raised"),
    "in-treatment": _("On a table"),
    "answered": _("Answered"),
    "returned": _("Given back"),
    "acknowledged": _("Heard"),
}
STEPS = {
    "raised": _("Raised"),
    "in-treatment": _("Taken up by the body"),
    "answered": _("Answered"),
    "returned": _("Given back to whoever asked"),
    "acknowledged": _("Heard"),
}
AS_WHAT = {
    "accompanist": _("an accompanist"),
    "enterprise": _("an enterprise"),
    "partner": _("a partner"),
    "federation": _("a federation"),
    "researcher": _("a researcher"),
    "coordination": _("the coordination"),
    "body": _("a member of a body"),
    "meeting": _("the people at a meeting"),
}
HELPED = {"yes": _("It helped"), "partly": _("It helped partly"), "not-here": _("Not here")}
UNSAID = _("nothing said yet")
SHARING = {
    "asked": _("The enterprise was asked. Once it agrees, the note goes up."),
    "yes": _("The enterprise agreed."),
    "change": _("The enterprise agreed, in other words."),
    "left-out": _("The enterprise asked to be left out. This note stays yours alone; it never goes up."),
}
OWNERS = {
    "accompanist": _("the accompanist"),
    "enterprise": _("the enterprise"),
    "coordination": _("the coordination"),
}
OUTCOMES = {
    "adjustment": _("an adjustment of the journey"),
    "finding": _("a finding"),
    "proposal": _("a proposal to change the method"),
}
STANDINGS = {
    "fresh": _("useful so far"),
    "ageing": _("look at it again"),
    "faded": _("no longer shown: it did not hold elsewhere"),
    "away": _("put away"),
}
