from django.utils.translation import gettext_lazy as _

CODES = {
    "coding.no-consent": _("These people did not agree that their words be analysed. Ask them first."),
    "coding.empty-text": _("This text is empty. Type or paste the words first."),
    "coding.code-name": _("Give the theme a name in at least one language."),
    "coding.code-exists": _("The codebook already has a theme called %(name)s."),
    "coding.theme-changed": _(
        "Somebody else changed this theme while you were writing, and nothing was overwritten. What it says now "
        "stands above; your own words are still in the form."
    ),
    "coding.parent": _("Choose a parent theme of this codebook; a theme cannot lie under itself."),
    "coding.passage": _("Choose a passage with words in it: from a sentence to the same or a later one."),
    "coding.two-people": _("A passage lies within what one person wrote: these sentences are of two people."),
    "coding.answers-moved": _("Answers came or went since you opened this page: the numbers have moved. Look again."),
    "coding.words-not-found": _("These words are not in the sentences you chose. Copy them exactly as they stand."),
    "coding.other-journey": _("This theme belongs to another journey's codebook."),
    "coding.already-marked": _("This passage already has this theme."),
    "coding.code-in-use": _("This theme has passages or stands under a finding. Move those first, then remove it."),
    "coding.merge": _("Choose another theme of this codebook, one that does not lie under this one."),
    "coding.split": _("Choose at least one passage that the new theme takes along."),
    "coding.undone": _("This was undone already."),
    "coding.later-change": _("One of these themes went into another one since. Undo that first."),
    "coding.nothing-to-exchange": _("There is nothing here yet that you may take out."),
    "coding.line": _("Choose the line of the plan to which these words belong: one whose words you read."),
    "coding.apart-reader": _("Choose somebody else who reads these words too. The plan names who does."),
    "coding.apart-long": _("Choose fewer sentences: at most about fifteen pages are read apart at a time."),
    "coding.apart-open": _("Two people are reading this text apart already."),
    "coding.apart-mine": _("You read this text apart with somebody just now. Until you are both done, mark it there."),
    "coding.apart-codebook": _(
        "While you read a text apart with somebody, themes are not joined, divided or removed. Compare first."
    ),
    "coding.apart-answers": _("Answers to a questionnaire are short and many: two people read a conversation apart."),
    "coding.apart-done": _("This reading is done: its marks stay as they are."),
    "coding.apart-not-done": _("Both need to be done first."),
    "coding.apart-theme": _("Two people are marking with this theme apart just now. Wait until they have compared."),
    "coding.pseudonym": _("Write what stands for the name: at least one letter, at most %(limit)s signs, on one line."),
    "coding.no-names": _("Choose at least one name to replace."),
    "coding.name-lines": _("A name stands on one line. Choose the words of one line."),
    "coding.names-overlap": _("Two of the names you chose lie over one another. Choose one of them."),
    "coding.names-in-passages": _(
        "Two passages with the same theme begin or end within one of these names. Take one of those marks away first."
    ),
    "coding.names-of-answers": _(
        "What people answered to a questionnaire stays as it came. Names can be replaced in conversations only."
    ),
    "coding.key-kept": _("Somebody else keeps the key of these pseudonyms. Ask that person."),
    "coding.key-reader": _("Only readers of these words can keep the key."),
    "coding.key-lost": _(
        "The key was sealed with a secret that this installation no longer has. Put SECRET_KEY back as it was."
    ),
    "coding.text-moved": _("Names in this text were replaced meanwhile. Read it again, then mark."),
}
