"""What the installed page says, in every language of the screens: it has to know them without connection."""

import functools

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from vises.kernel.locale import LANGUAGES
from vises.platform.wording.forms import ANSWERS, TYPES
from vises.web.collection.words import USES

WORDS = {
    # the state, on every page
    "ready": _("This page works without connection."),
    "nothing_waits": _("Nothing waits to be sent."),
    "waits_one": _("1 answer waits to be sent."),
    "waits_many": _("{n} answers wait to be sent."),
    "last_sent": _("Last sent {time}."),
    "sending": _("Sending…"),
    "files_coming": _("Pictures and sounds are being fetched…"),
    "files_missing": _("Some pictures or sounds are not here yet: they come when there is a connection."),
    "no_connection": _("No connection now: what you finish is kept here and sent later."),
    "stopped_one": _("1 answer could not be sent: see below."),
    "stopped_many": _("{n} answers could not be sent: see below."),
    "sent_here_one": _("1 answer was sent from this device."),
    "sent_here_many": _("{n} answers were sent from this device."),
    # the first page
    "language": _("Language"),
    "because": _("We ask because we want to know together:"),
    "how_long": _("How long"),
    "minutes_one": _("about 1 minute"),
    "minutes_many": _("about {n} minutes"),
    "who_reads": _("Who reads what you write"),
    "as_accompanist": _("accompanist"),
    "as_researcher": _("researcher"),
    "as_other": _("somebody the group trusts"),
    "nobody_reads": _("Nobody has been named yet: only counts will be read."),
    "nobody_else": _("Nobody else, not the management."),
    "free": _("You are free"),
    "free_text": _(
        "You need not answer, and you can stop at any moment. At the end you get a receipt: with it alone you can see "
        "your answer and take it back."
    ),
    "on_device": _("On this device"),
    "on_device_text": _(
        "What you answer stays here until it is sent. Then nothing of it is left on this device. Nothing that tells "
        "which device it was goes along."
    ),
    "uses": _("What may we do with your answers?"),
    "uses_hint": _("Answering means that they are counted with those of others. The rest is as you wish."),
    "begin": _("Begin"),
    "given": _("You have answered. Thank you! This link is good for one answer."),
    "begun_once": _("You began to answer here. Go on with it: nothing is lost."),
    # where somebody asks
    "for_other": _("You fill this in for somebody else. Read this aloud first, slowly:"),
    "for_other_page": _(
        "You fill this in for somebody else: read each question aloud, and write what the person says."
    ),
    "uses_aloud": _("Ask for each: do you agree?"),
    "how": _("How did the person agree?"),
    "how_missing": _("Choose one of the two."),
    "how_oral": _("She said yes."),
    "how_witnessed": _("She said yes, and somebody else heard it."),
    "how_witnessed_hint": _("Wise where somebody cannot read, is under age, or is ill. No name is noted."),
    "how_no": _("Did she say no? Then thank her, and close this page: nothing is kept."),
    "begin_for": _("She agrees: begin"),
    # drafts and what waits
    "drafts": _("Begun here, not finished"),
    "draft_at": _("Begun {time}"),
    "go_on_draft": _("Go on with it"),
    "throw": _("Throw it away"),
    "throw_sure": _("Really throw it away? It cannot be brought back."),
    "keep": _("Keep it"),
    "elsewhere": _("This answer is open in another window. Go on there, or close that window first."),
    "waiting": _("Finished, waiting to be sent"),
    "waiting_at": _("Finished {time}"),
    "waiting_hint": _("Nobody can open these here any more. They go by themselves when there is a connection."),
    "send_now": _("Send now"),
    "try_again": _("Try again"),
    "stopped_keep": _("It stays on this device until you save it elsewhere or throw it away."),
    "save_file": _("Save it as a file"),
    "save_hint": _(
        "What could not be sent can be saved as a file and given to those who ask: they can take it in. The file holds "
        "what was answered: keep it as you would keep the words themselves."
    ),
    "throw_stopped": _("Really throw it away? It was not sent, and cannot be brought back."),
    "ended_link": _(
        "Ask whoever gave you the link for a new one, and open it on this device: what waits here then goes with it."
    ),
    # pages of questions
    "place": _("page {place} of {of}"),
    "look_again": _("Please look at this again"),
    "to_mend": _("To mend"),
    "if_you_wish": _("(if you wish)"),
    "point": _("Latitude and longitude, such as 50.45 3.95."),
    "file_here": _("{name} is here. Choose another file only to replace it."),
    "file_large": _("This file is larger than {limit} MB. Choose a smaller one."),
    "files_large": _("Together the files are larger than {limit} MB. Take one of them out."),
    "listen": _("Listen to this question"),
    "listen_to": _("Listen to “{label}”"),
    "picture": _("Picture with this question"),
    "film": _("Film with this question"),
    "add": _("Add one more"),
    "take_away": _("Take away"),
    "next": _("Go on"),
    "back": _("Back"),
    "finish": _("Finish"),
    "finish_hint": _("Your answer is then kept here and sent as soon as it can be. You get your receipt at once."),
    "later": _("Stop for now"),
    "later_hint": _("What you filled in stays on this device, for whoever goes on with it."),
    "full": _(
        "This device has no room left, or does not let this page keep anything. Do not close this page: free some room "
        "and press the button again."
    ),
    # the receipt
    "thanks": _("Thank you. Your answer is kept."),
    "thanks_waits": _("It waits on this device and goes by itself when there is a connection."),
    "thanks_sent": _("It was sent. Nothing of it is left on this device."),
    "receipt": _("Your receipt"),
    "receipt_once": _("It is shown only now, and is not kept on this device."),
    "receipt_text": _(
        "Write it down or take a picture of it. With this code alone, without name, you can see your answer, correct "
        "it, change your mind about its uses, or take it back, as soon as the answer was sent."
    ),
    "receipt_for": _("Write this code down for the person, and give it to her. It is shown only now."),
    "next_person": _("The next person"),
    # when it does not go
    "closed": _("This questionnaire is closed. Thank you for wanting to answer."),
    "closed_waits": _("What was finished before is still sent."),
    "never_opened": _("Open this page once with a connection: after that it works without."),
    "unable": _("This browser cannot work without connection. Use the page on the web."),
    "unreadable": _("This questionnaire cannot be shown here. Use the page on the web."),
    "on_web": _("The page on the web"),
    "no_account": _("No account, no cookie, no tracking."),
    "have_receipt": _("I have a receipt"),
}  # fmt: skip


@functools.cache
def all_words() -> dict[str, dict[str, object]]:
    """Everything the page says, by language: its own words, uses, and what is to be mended in an answer."""
    found: dict[str, dict[str, object]] = {}
    for language in LANGUAGES:
        with override(language):
            found[language] = {
                **{name: str(text) for name, text in WORDS.items()},
                "use": {use: [str(text), str(hint)] for use, (text, hint) in USES.items()},
                "answer": {code: str(text) for code, text in ANSWERS.items()},
                "type": {kind: str(text) for kind, text in TYPES.items()},
            }
    return found
