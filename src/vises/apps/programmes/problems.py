from django.utils.translation import gettext_lazy as _

CODES = {
    "programmes.methodology": _("There is no released version %(code)s of the method here."),
    "programmes.name": _("Give the programme a name in at least one language."),
    "programmes.already": _("%(name)s already takes part in this programme."),
    "programmes.no-such-move": _("From where it stands now, this status does not follow. Choose another one."),
    "programmes.needs-reason": _("Choose the kind of reason: it helps the programme; the words stay private."),
    "programmes.role": _("In a programme one is coordinator, researcher or funder. Choose one of these."),
    "programmes.reason": _("Choose the reason from the list."),
    "programmes.body-kind": _("Choose what kind of body this is from the list."),
    "programmes.body-name": _("Give the body a name in at least one language."),
    "programmes.dates": _("The end comes before the beginning. Mend one of the two dates."),
    "programmes.organisation": _("This organisation is not of this programme. Choose one from the list."),
    "programmes.meeting-name": _("Give the meeting a name in at least one language."),
    "programmes.meeting-kept": _("Something stands on this meeting: who came, or what was harvested. It stays."),
    "programmes.workshop-title": _("Give the workshop a title in at least one language."),
    "programmes.workshop-kept": _("What this workshop harvested is kept, and so is the workshop."),
    "programmes.times-given": _("A workshop is given between once and twenty times on a day."),
    "programmes.people": _("Write a number of people up to %(most)s."),
    "programmes.call-title": _("Give the call a title in at least one language."),
    "programmes.call-closed": _("This call is not open today. What you wrote was not sent."),
    "programmes.call-full": _("So many have answered this call that it takes no more. Write to the organisers."),
    "programmes.application-missing": _("This is missing: a few words are enough."),
    "programmes.application-email": _("Write a mail address such as name@example.org."),
    "programmes.extension-reason": _("Choose the kind of reason from the list."),
    "programmes.extension-until": _("Choose a day later than the present end of accompaniment."),
    "programmes.extension-waits": _("More time was asked already, and waits for an answer. Answer that first."),
    "programmes.cohort": _("This cohort is not of this programme. Choose one from the list."),
    "programmes.cohort-name": _("Give the cohort a name in at least one language."),
    "programmes.partner-kind": _("A partner is an operator or an associated partner. Choose one of the two."),
    "programmes.partner-already": _("%(name)s is a partner at that time already. Change its dates instead."),
    "programmes.partner-elsewhere": _(
        "%(name)s also takes part elsewhere: its own staff invites its people, so that nobody is let in from outside."
    ),
    "programmes.paste-empty": _("There is nothing to read yet. Copy lines of your spreadsheet and paste them here."),
    "programmes.paste-long": _("These are more than %(most)s lines. Paste them in several goes."),
    "programmes.paste-quote": _(
        "A cell is far too long, or a quote is not closed somewhere. Take the quotes out and paste again."
    ),
    "programmes.paste-name": _(
        "No column is called by a name. Call the first line's column “name”, “nom” or “naam”, and paste again."
    ),
    "programmes.paste-no-name": _("This line has no name, or a very long one. Write it in the column of names."),
    "programmes.paste-twice": _("The same name stands further up in this list. The first one counts."),
    "programmes.paste-language": _("“%(value)s” is no language known here. Write FR, NL or EN."),
    "programmes.paste-territory": _("“%(value)s” is no territory known here. There are: %(there)s."),
    "programmes.paste-group": _(
        "“%(value)s” is none of the three groups. Write integration, services or practices, or leave it empty."
    ),
    "programmes.paste-federation": _("“%(value)s” is no federation known here. Add it as a partner first, or mend it."),
    "programmes.paste-cohort": _("“%(value)s” is no cohort of this programme. There are: %(there)s."),
    "programmes.paste-step": _("“%(value)s” is no step of the method. Write 0, 1, 2 or 3, or the step's title."),
    "programmes.paste-mail": _("“%(value)s” is no mail address. Nobody is invited for this line."),
    "programmes.paste-no-mail": _("%(value)s has no mail address in this list: nobody is invited for now."),
    "programmes.paste-accompanist": _("Without a step no journey begins yet: invite its accompanist when it does."),
    "programmes.paste-kind": _("“%(value)s” is neither operator nor associated: taken as associated."),
    "programmes.paste-what": _("“%(value)s” is no kind of organisation known here: taken as partner."),
    "programmes.paste-date": _("“%(value)s” is no date. Write 31/12/2027."),
    "programmes.not-untouched": _("Somebody has written in this journey: from now on its own people say where it is."),
    "programmes.cohort-starts": _("Say in which month the new cohort begins."),
}
