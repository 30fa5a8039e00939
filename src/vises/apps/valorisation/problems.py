from django.utils.translation import gettext_lazy as _

CODES = {
    "valorisation.title": _("Give the story a title in at least one language."),
    "valorisation.languages": _("Choose at least one language for the story: French, Dutch or English."),
    "valorisation.claim": _("Write the sentence in at least one language."),
    "valorisation.finding": _("Choose a finding of this journey for the sentence to stand on."),
    "valorisation.rejected": _("The people concerned rejected this finding: it cannot be told as a result."),
    "valorisation.quote": _("This passage is not there any more. Choose another one."),
    "valorisation.quote-consent": _(
        "The person said no to these words being published, and is not asked again. Choose other words, or tell it "
        "in your own."
    ),
    "valorisation.quote-unread": _(
        "This person was never asked whether her words may be shown. Only somebody who may read them can ask her."
    ),
    "valorisation.quote-other": _("Choose a passage among those that speak for or against this finding."),
    "valorisation.image-alt": _("Say in words what the picture shows, for those who cannot see it."),
    "valorisation.image-kind": _("Choose a picture in JPEG or PNG."),
    "valorisation.picture-unsaid": _(
        "Nobody said yet who can be recognised on the picture. Say it under “Who is on it”, or take the picture out."
    ),
    "valorisation.picture-people": _(
        "People are listed on this picture. Take off the list whoever was put there by mistake first."
    ),
    "valorisation.picture-who": _("Write who can be recognised, one person a line, %(most)s at most."),
    "valorisation.picture-asked": _(
        "This person was asked already: what she says holds for this picture. Take another picture to do without her."
    ),
    "valorisation.picture-refused": _(
        "Somebody on this picture said no: it is shown to nobody, and nobody is asked any more. Take another picture."
    ),
    "valorisation.no-title": _("The story has no title in %(language)s. Write it, or leave this language out."),
    "valorisation.no-how": _("Tell how and why you work, in %(language)s, before you publish results."),
    "valorisation.no-claim": _("The story says no result yet. Add a sentence that stands on a finding."),
    "valorisation.claim-ground": _(
        "The sentence “%(claim)s” stands on nothing yet. Tie it to a finding with evidence, or remove it."
    ),
    "valorisation.claim-language": _("The sentence “%(claim)s” is not written in %(language)s yet."),
    "valorisation.consent-reach": _("Choose how far these words may go."),
    "valorisation.consent-until": _("This day is past. Choose a later one, or leave it empty."),
    "valorisation.consent-way": _("Say whether the person answered on paper or had it read aloud."),
    "valorisation.consent-witness": _("Write who read it aloud, or who keeps the paper."),
    "valorisation.funder-name": _("Write to whom you give the link."),
    "valorisation.nothing-public": _("This story is not published now."),
}
