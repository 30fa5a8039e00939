"""Words for the codes of a journey."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KINDS = {
    "team": _("team"),
    "public": _("people for whom we work"),
    "volunteers": _("volunteers"),
    "partner": _("partners"),
    "funder": _("funders"),
    "supplier": _("suppliers"),
    "network": _("federation, network"),
    "neighbours": _("neighbours"),
}
CHANNELS = {
    "screen": _("written on screen"),
    "paper": _("on paper"),
    "link": _("by the group itself, by link"),
    "spoken": _("spoken, written down by the accompanist"),
}
HEARD = {
    "session": _("at a session"),
    "words": _("by an expectation or a question"),
    "answers": _("in answers"),
    "among-others": _("perhaps, in answers of several groups"),
    "": _("not yet"),
}
SESSION_KINDS = {
    "workshop": _("workshop"),
    "talk": _("talk, interview, visit"),
    "restitution": _("restitution"),
}
WAITS = {
    "referent": _("waits for the referent"),
    "accompanist": _("waits for whoever writes"),
}
# What a link without account is for: its heading, and what whoever holds it can do.
PURPOSES = {
    "confirm": (_("To say “that's us”"), _("Whoever holds it confirms one deliverable in the referent's name.")),
    "first-hour": (_("First hour of a manager"), _("Three questions and last year's report.")),
    "expect": (_("To say what a group expects"), _("The whole group may use it, until it ends.")),
    "propose": (_("To propose questions"), _("The whole group may use it, until it ends.")),
    "interviewer": (_("Filling in for others"), _("Whoever holds it asks people and writes what they say.")),
    "quote": (_("To be asked about one's words"), _("Whoever holds it says how far one passage may go.")),
    "account": (_("To be asked about one's story"), _("Whoever holds it says how far all that is told of her may go.")),
    "picture": (_("To be asked about a picture"), _("Whoever holds it says how far a picture with her on it may go.")),
    "funder": (_("The story for a funder"), _("Whoever holds it reads quotes that are for funders only.")),
    "room": (_("To come into a room"), _("For everybody around the table, until the room is closed.")),
    "openrosa": (_("A phone with ODK Collect"), _("It fetches the questionnaire of one round and sends answers.")),
}
UNUSED = {
    "first-hour": _("First hour: the link waits to be used"),
    "expect": _("Expectations: the group's link waits to be used"),
    "propose": _("Questions: the group's link waits to be used"),
}
HAPPENED = {
    "session": _("session held"),
    "proposed": _("proposed to the enterprise"),
    "confirmed": _("confirmed"),
    "moved": _("went to this step"),
    "closing": _("reflective moment"),
}
NOTE_HINTS = {
    "motives": _("Why evaluate, and why now? All reasons count, also the less noble ones."),
    "fears": _("What should be avoided at all costs? A fear that is written down can be talked about."),
    "existing": _("Reports, till figures, lists, photos, earlier surveys, also those nobody used."),
    "for-whom": _("Who should learn something from it? Yourselves count first."),
    "who-takes-part": _("Who is in the small group? Who is kept informed?"),
    "stays-private": _("What never leaves this room, and who decides about the rest?"),
}
OPENED = {
    "researcher": _("The researchers of the programme"),
    "federation": _("The federation that accompanies us"),
    "coordinator": _("The coordination of the programme"),
}
INVITED = {
    "member": _("member of the team: reads and writes"),
    "referent": _("referent: speaks for the enterprise, decides who sees what, publishes"),
    "accompanist": _("accompanist: writes on the enterprise's behalf, never confirms for it"),
    "reader": _("reader: reads raw words, only those of plan lines that name this person"),
}

# Two hours for the reflective moment: minutes, and what is done in them.
_CLOSING_AGENDA = (
    (10, _("Arrive. Each says in one word how this step was.")),
    (15, _("Look back together: read aloud what was made and when (see above). What is missing from it?")),
    (25, _("What surprised us? Each writes alone for five minutes, one thing a card. Then read aloud.")),
    (10, _("A break, with the cards left on the table.")),
    (25, _("What do we adjust for what follows? At most three things, each with a name and a day.")),
    (20, _("What should the method itself learn? What helped, what stood in the way, what was missing?")),
    (10, _("Is the next step clear? Who does what, and when do we meet?")),
    (5, _("Close. Each says one word again.")),
)


def closing_agenda() -> list[tuple[str, int, str | Promise]]:
    """The agenda of a reflective moment: when since the beginning (0:30), how many minutes, what."""
    found: list[tuple[str, int, str | Promise]] = []
    begun = 0
    for minutes, what in _CLOSING_AGENDA:
        found.append((f"{begun // 60}:{begun % 60:02}", minutes, what))
        begun += minutes
    return found
