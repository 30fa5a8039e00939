"""Words of the room: its phases, as whoever leads it and as guests read them."""

from django.utils.translation import gettext_lazy as _

from vises.web.questions.words import SAID as SAID  # beside a reason

SUBJECTS = {
    "question": _("The question: propose, weigh, decide"),
    "portrait": _("The portrait: say together who you are"),
    "rings": _("The stakeholders: who is how close"),
}
OPENS = {
    "question": _("Together you propose, gather, weigh and decide."),
    "portrait": _("Each group fills in the portrait in its own words. Then you bring it together."),
    "rings": _("Each group says how close the others are, what they expect, what makes them hard to reach."),
}
"""What a room about this is for."""
PHASES = {
    "portrait-propose": _("Write"),
    "portrait-gather": _("Bring together"),
    "rings-propose": _("Place the groups"),
    "rings-gather": _("Bring together"),
    "propose": _("Propose"),
    "gather": _("Gather"),
    "weigh": _("Weigh"),
    "decide": _("Decide"),
}
SAYS = {
    "portrait-propose": _(
        "Everybody writes what fits, view by view, on a phone or on paper. Nothing is corrected yet."
    ),
    "portrait-gather": _(
        "Read it aloud, view by view. Then bring it into the portrait by one act; nothing said is lost."
    ),
    "rings-propose": _("Everybody says how close each group is today, on a phone or on paper. You may disagree."),
    "rings-gather": _("Where you disagree is where to talk. Then bring it onto the map by one act."),
    "propose": _("Everybody writes questions, on a phone or on paper. Nobody comments on them yet."),
    "gather": _("Read them aloud, one by one. Which ones ask the same? Merge those; set others aside with a reason."),
    "weigh": _("Each question is weighed by everybody, group by group. Reasons count more than numbers."),
    "decide": _("Look at what was said, hear the reservations, and choose."),
}
GO_ON = {
    "portrait-gather": _("Go on: bring it together"),
    "rings-gather": _("Go on: bring it together"),
    "gather": _("Go on: gather what was written"),
    "weigh": _("Go on: weigh the questions"),
    "decide": _("Go on: decide"),
}
GO_BACK = {
    "portrait-propose": _("Back to writing"),
    "rings-propose": _("Back to placing"),
    "propose": _("Back to proposing"),
    "gather": _("Back to gathering"),
    "weigh": _("Back to weighing"),
}
TITLES = {
    "portrait-propose": _("Who are we, in your words?"),
    "portrait-gather": _("Do you recognise yourselves?"),
    "rings-propose": _("Who is how close to us?"),
    "rings-gather": _("Where do we see it differently?"),
    "propose": _("What would you like to understand about what we do?"),
    "gather": _("Which questions belong together?"),
    "weigh": _("What do you think of each question?"),
    "decide": _("Which question do we choose?"),
}
"""What stands on the screen and on phones."""
TYPED = {"spoken": _("said aloud"), "paper": _("from a sheet of paper")}
"""Beside words that somebody else typed in."""
MANNERS = {"consent": _("by consent: everyone can live with it"), "vote": _("by vote: one voice each")}
STANCES = {
    "agree": _("I can live with it"),
    "reservation": _("I have a reservation"),
    "objection": _("I object"),
}
"""On a phone."""
NOTED = {
    "agree": _("How many can live with it?"),
    "reservation": _("How many have a reservation?"),
    "objection": _("How many object?"),
}
LEADS = {
    "propose": _("There is no wrong question. Nobody is judged here."),
    "gather": _("Look up: the questions are read aloud and those that ask the same are merged."),
    "decide": _("Here is what was said. Look up: reservations are heard first, then you choose together."),
    "portrait-propose": _("There is no wrong answer. A few words are enough."),
    "portrait-gather": _("Look up: what was written is read aloud. You can still add something."),
    "rings-propose": _("Say it as you see it today. Others may see it differently, and that is worth knowing."),
    "rings-gather": _("Look up: you talk about the groups that are seen differently. You can still add something."),
}
"""Under the title on a phone."""
