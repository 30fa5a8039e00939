from django.utils.translation import gettext_lazy as _

CODES = {
    "instruments.title": _("Give it a title in at least one language."),
    "instruments.empty": _("Write at least one line, or choose a file."),
    "instruments.two-sources": _("Type the questions or choose a file, one of the two: then it is clear which counts."),
    "instruments.long": _("This text is too long: %(limit)s signs at most. Make two instruments of it."),
    "instruments.form": _("%(why)s"),
    "instruments.frozen-why": _(
        "Answers may already stand on the version before, so this makes a new one. Say in a few words what changed."
    ),
    "instruments.kind": _("This line already uses that instrument for something else. Make a new one beside it."),
    "instruments.used": _("A wording of this was already used with people: it stays, as their answers do."),
    "instruments.no-questions": _("This questionnaire has no question that can be answered. Add one."),
    "instruments.mark-unknown": _("This version has no question called %(name)s. Load the page again, then choose."),
    "instruments.mark-grouping": _("Results can be split by questions with one answer to choose. %(name)s is not one."),
    "instruments.mark-pairing": _("A code needs from %(fewest)s to %(most)s questions, better four or more."),
    "instruments.mark-pairing-kind": _(
        "A code is made of choices, numbers and short words that are asked once. %(name)s is not one."
    ),
    "instruments.mark-pairing-identity": _(
        "%(name)s asks who somebody is. Ask for a part that says nothing alone: a letter, a day, a number."
    ),
    "instruments.grid-columns": _(
        "Write the headings of the columns on the first line, at least two, separated by a semicolon or a tab."
    ),
    "instruments.grid-rows": _("Below the headings, write at least one line: what is counted or observed."),
    "instruments.grid-wide": _("A grid has at most %(columns)s columns and %(rows)s lines. Make two grids of it."),
    "instruments.easy-file": _("Choose a picture as JPEG or PNG, or a sound as MP3, M4A or OGG."),
    "instruments.easy-validated": _("Name the group of readers, without names of people."),
    "instruments.file-name": _("The questionnaire names no file called “%(name)s”. It asks for: %(wanted)s."),
    "instruments.file-none": _("This questionnaire names no files."),
    "instruments.file-kind": _(
        "“%(name)s” cannot be used here. Pictures are JPEG or PNG, sounds MP3, M4A or OGG, films MP4, lists CSV or "
        "GeoJSON."
    ),
    "instruments.file-used": _(
        "People may already have seen “%(name)s” with this wording, so it stays. Write the questionnaire again to use "
        "another."
    ),
    "instruments.bank-there": _("This questionnaire asks that already: “%(words)s”."),
    "instruments.bank-workbook": _(
        "The spreadsheet of this questionnaire was not kept. Take its file in once more, then it can have the question."
    ),
    "instruments.bank-draft": _(
        "There is an open draft of this questionnaire. Put the question into the draft, or publish the draft first."
    ),
    "instruments.easy-none": _("Nothing is written in easy words yet. Begin with one question."),
    "instruments.same-unknown": _("Choose a new question and the one of the version before that it takes up."),
    "instruments.same-kind": _("These two are answered in different ways: their answers cannot stand together."),
    "instruments.draft-no-sheets": _(
        "This workbook came before the designer was there. Take its file in once more, then it can be changed here."
    ),
    "instruments.draft-closed": _("This draft was published already. Open the questionnaire to change it again."),
    "instruments.draft-full": _("This draft has too many steps. Publish it, then go on from there."),
    "instruments.draft-unknown": _("This cannot be done. Load the page again."),
    "instruments.draft-gone": _(
        "Somebody took this away meanwhile. Nothing else changed; look at the list of questions."
    ),
    "instruments.draft-meanwhile": _(
        "%(who)s changed this meanwhile. There it says now: “%(theirs)s”. What you wrote is still here: send it again "
        "to keep yours, or load the page again to keep theirs."
    ),
    "instruments.draft-undo-meanwhile": _("%(who)s did something meanwhile. Look at it before you go back a step."),
    "instruments.draft-publish-meanwhile": _("Somebody changed the draft meanwhile. Look at it, then publish."),
    "instruments.draft-later": _(
        "Version %(number)s was made since this draft began. Look at it; then tick the box to publish yours after it."
    ),
    "instruments.draft-nothing-to-undo": _("There is nothing to go back on."),
    "instruments.draft-nothing-to-redo": _("There is nothing to bring back."),
    "instruments.draft-name-taken": _("Another one is called “%(name)s” already. Choose other words."),
    "instruments.draft-too-many": _("There are %(limit)s already. Make two questionnaires of it."),
    "instruments.draft-long": _("This text is too long: %(limit)s signs at most."),
    "instruments.draft-language": _("The questionnaire is not written in this language yet. Add the language first."),
    "instruments.draft-language-there": _("This language is there already."),
    "instruments.draft-language-main": _("Say in which language the questionnaire is written now."),
    "instruments.draft-kind": _(
        "This kind of question cannot become that one. Add a new question, take this one away."
    ),
    "instruments.draft-kind-answers": _("Write at least two answers to choose from."),
    "instruments.draft-name-signs": _(
        "A name is made of letters without accents, figures and _. It begins with a letter and has at most %(limit)s "
        "signs."
    ),
    "instruments.draft-name-by-hand": _(
        "“%(name)s” holds a formula written by hand that may mean this name. Change it in the XLSForm file."
    ),
    "instruments.draft-condition-question": _("A condition looks at another question of the list. Choose one."),
    "instruments.draft-condition-value": _("Say with what the answer is compared."),
    "instruments.draft-limits-order": _(
        "At least %(least)s and at most %(most)s: no answer is both. Correct one of them."
    ),
    "instruments.draft-edge": _("It is already at the end."),
    "instruments.draft-into-itself": _("A group cannot go into itself."),
    "instruments.draft-choice-used": _(
        "The condition of “%(name)s” looks at this answer. Change that condition first, then take the answer away."
    ),
    "instruments.draft-looked-at": _("“%(name)s” looks at this question. Change that first."),
    "instruments.draft-remark-empty": _("Write what you want to say."),
}
