"""Words for where a proposal stands, what people say of it, and what comes next."""

from django.utils.translation import gettext_lazy as _

STATES = {
    "draft": _("draft"),
    "open": _("open to your word"),
    "answering": _("being answered"),
    "accepted": _("accepted, to be released"),
    "set-aside": _("set aside"),
    "released": _("released"),
}
STANCES = {"agree": _("I agree"), "reserve": _("I have a reserve"), "object": _("I object")}
STANCES_TAKEN = {"agree": _("agrees"), "reserve": _("has a reserve"), "object": _("objects")}
AS_WHAT = {
    "accompanist": _("an accompanist"),
    "enterprise": _("an enterprise"),
    "partner": _("a partner"),
    "federation": _("a federation"),
    "researcher": _("a researcher"),
    "coordination": _("the coordination"),
    "body": _("a member of a body"),
}
AMENDED = {"open": _("not settled yet"), "taken": _("taken in"), "left": _("left as it was")}
KINDS = {
    "reworded": _("something is said otherwise"),
    "added": _("something is added"),
    "removed": _("something is taken out"),
    "moved": _("something moves"),
    "renamed": _("something is called otherwise"),
    "split": _("something becomes a part of its own"),
}
GROUPS = {
    "method_cards": _("Method card"),
    "question_types": _("Kind of question"),
    "question_test": _("Point of the question test"),
    "dimensions": _("View of the portrait"),
    "lenses": _("Lens of the portrait"),
    "effects": _("Kind of effect"),
    "strengths": _("How solid a finding is"),
    "involvement": _("Degree of involvement"),
}
STEPS = {
    "open": _("Open the consultation"),
    "answering": _("Close the consultation and answer"),
    "accepted": _("Accept it"),
    "released": _("Release it as a version"),
    "set-aside": _("Set it aside"),
}
NEXT = {
    "open": _("Everybody gets a notice and a mail, and the text stands still until the last day."),
    "answering": _("Nobody is asked any more. Answer each objection, settle each amendment; the text may move again."),
    "accepted": _("Nothing changes yet for anybody. It can then be released."),
    "released": _("It becomes a version that never changes. Everybody is told; no journey moves by itself."),
    "set-aside": _("It does not become a version. All may read why."),
}
AGAIN = _("Take it up again")
AGAIN_IS = _("Something was overlooked: it is answered once more before it is accepted.")
MOVED = {
    "draft": _("written"),
    "open": _("opened to consultation"),
    "answering": _("being answered"),
    "accepted": _("accepted"),
    "set-aside": _("set aside"),
    "released": _("released"),
}
TRANSLATION_STATES = {
    "writing": _("being translated"),
    "reading": _("to be read over"),
    "read": _("read over, to be put into force"),
    "in-force": _("in force"),
    "set-aside": _("set aside"),
}
TRANSLATION_MOVED = {
    "writing": _("to be written"),
    "reading": _("given to be read over"),
    "read": _("read over"),
    "in-force": _("put into force"),
    "set-aside": _("set aside"),
}
TRANSLATION_STEPS = {
    "reading": _("Ask for it to be read over"),
    "writing": _("Send it back to be written on"),
    "read": _("It says what the source says"),
    "in-force": _("Put it into force"),
    "set-aside": _("Set it aside"),
}
TRANSLATION_NEXT = {
    "reading": _("Somebody who wrote none of it reads it beside the source. Its texts stand still meanwhile."),
    "writing": _("Those who write it read why, and its texts may move again."),
    "read": _("Your name stands beside it then, as the one who read it over."),
    "in-force": _(
        "Everybody reads it from then on wherever this version is, in every programme, and all are told. The version "
        "itself stays as it is. A translation in force is not taken back."
    ),
    "set-aside": _("It does not come into force. What is written stays here for those who prepare."),
}
