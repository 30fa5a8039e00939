"""Words of the plan and of instruments."""

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

UNITS = {
    "people": gettext_lazy("people"),
    "occasions": gettext_lazy("occasions"),
    "records": gettext_lazy("records"),
}
READS_AS = {
    "accompanist": gettext_lazy("the accompanist"),
    "trusted": gettext_lazy("somebody the group trusts"),
    "researcher": gettext_lazy("a researcher"),
}
ROLES = {
    "accompanist": gettext_lazy("accompanies the journey"),
    "reader": gettext_lazy("reader"),
    "member": gettext_lazy("in the enterprise's team"),
    "referent": gettext_lazy("leads the evaluation: people may speak less freely"),
}
KINDS = {
    "questionnaire": gettext_lazy("questionnaire"),
    "guide": gettext_lazy("guide"),
    "grid": gettext_lazy("counting grid"),
}
WEIGHTS = {
    "light": gettext_lazy("light: hardly anything about anybody"),
    "careful": gettext_lazy("careful: words by which somebody may be known"),
    "heavy": gettext_lazy("heavy: much about few people; few readers, names changed, read again by each"),
}
WRITE_KIND = {
    "questionnaire": gettext_lazy("Write a questionnaire"),
    "guide": gettext_lazy("Write a guide"),
    "grid": gettext_lazy("Write a counting grid"),
}
FILE_KINDS = {
    "picture": gettext_lazy("picture"),
    "sound": gettext_lazy("sound"),
    "film": gettext_lazy("film"),
    "list": gettext_lazy("list of choices"),
}
ASKED = {
    "one": gettext_lazy("one answer"),
    "several": gettext_lazy("several answers"),
    "rank": gettext_lazy("put in order"),
    "scale": gettext_lazy("scale"),
    "number": gettext_lazy("number"),
    "text": gettext_lazy("in words"),
    "date": gettext_lazy("date"),
    "note": gettext_lazy("to read, no answer"),
    "other": gettext_lazy("something else"),
}
EXAMPLES = {
    "fr": """# Venir chez nous
nl: Bij ons komen

Avez-vous rencontré quelqu'un ici ? *
nl: Heb je hier iemand ontmoet?
- oui
  nl: ja
- non
  nl: nee

Où l'avez-vous rencontré ? (plusieurs) (si 1 = oui)
- dans le magasin
- à la table de couture
- autre chose…

Vous vous sentez accueilli·e ? (échelle 1-5: pas du tout … tout à fait)
Qu'est-ce qui a changé pour vous ? (texte long)
> Quelques mots suffisent.""",
    "nl": """# Bij ons komen
fr: Venir chez nous

Heb je hier iemand ontmoet? *
fr: Avez-vous rencontré quelqu'un ici ?
- ja
  fr: oui
- nee
  fr: non

Waar heb je die persoon ontmoet? (meerdere) (als 1 = ja)
- in de winkel
- aan de naaitafel
- iets anders…

Voel je je welkom? (schaal 1-5: helemaal niet … helemaal wel)
Wat is er voor jou veranderd? (lange tekst)
> Een paar woorden volstaan.""",
    "en": """# Coming to our place
fr: Venir chez nous

Have you met somebody here? *
fr: Avez-vous rencontré quelqu'un ici ?
- yes
  fr: oui
- no
  fr: non

Where did you meet them? (several) (if 1 = yes)
- in the shop
- at the sewing table
- something else…

Do you feel welcome? (scale 1-5: not at all … very much)
What has changed for you? (long)
> A few words are enough.""",
}
GRID_EXAMPLES = {
    "fr": "Demi-journée ; À la table ; Dans les rayons ; À la caisse\nDeux personnes qui parlent plus de deux phrases\n"
    "Quelqu'un qui montre à quelqu'un d'autre",
    "nl": "Halve dag ; Aan de tafel ; Tussen de rekken ; Aan de kassa\nTwee mensen die meer dan twee zinnen spreken\n"
    "Iemand die iets toont aan iemand anders",
    "en": "Half-day ; At the table ; Between the shelves ; At the till\nTwo people who speak more than two sentences\n"
    "Somebody who shows something to somebody else",
}


def time_asked(minutes: int) -> str:
    """Minutes in words: minutes up to two hours, hours above."""
    if minutes < 120:
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    return _("about %(n)d hours") % {"n": round(minutes / 60)}


def hours_asked(hours: Decimal) -> str:
    """Hours of the enterprise in words, to the half hour."""
    shown = number_format(hours, decimal_pos=0 if hours == hours.to_integral_value() else 1, use_l10n=True)
    return _("%(n)s hours") % {"n": shown}


def hours_in_words(hours: int) -> str:
    """Whole hours in words."""
    return ngettext("about %(n)d hour", "about %(n)d hours", hours) % {"n": hours}
