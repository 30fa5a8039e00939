from django.utils.translation import gettext_lazy as _

CODES = {
    "findings.no-question": _("Choose the evaluation question first: findings answer it."),
    "findings.statement": _("Write the finding in at least one language."),
    "findings.why": _("Say in a few words why the wording changes: the earlier one is kept beside it."),
    "findings.says": _("Say in the group's words what this evidence says."),
    "findings.one-evidence": _("Choose one piece of evidence: a number, a passage, a theme, or a table of records."),
    "findings.evidence": _("This evidence is not part of this journey, or is not there any more. Choose another one."),
    "findings.side": _("Say whether this speaks for the finding or against it."),
    "findings.strength": _("Choose a strength from the list of this version of the method."),
    "findings.session": _("Choose the session of this journey at which the group judged."),
    "findings.strength-why": _("Say why the group judged so: what convinced, what is missing."),
    "findings.dissent": _("Write the disagreement in at least one language."),
    "findings.state": _("A finding can be a draft, shared, contested or rejected. Choose one of these."),
    "findings.effect": _("Choose kinds of effect from the list of this version of the method."),
    "findings.restitution-session": _("Choose a session of this journey that was a restitution."),
    "findings.improvement": _("Say what you will do, or why nothing needs to change."),
    "findings.improvement-who": _("Say who takes it on and by when, so that it can come back on that day."),
    "findings.outcome": _("Say in a few words what came of it."),
    "findings.passage-cited": _("A finding or a story stands on this passage. Take it out there first."),
    "findings.next-cycle": _("Nothing here was kept for the next cycle. Mark a decision “ask again next time” first."),
}
