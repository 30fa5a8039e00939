from django.utils.translation import gettext_lazy as _

CODES = {
    "collection.wave-ended": _("This questionnaire is closed. Thank you for wanting to answer."),
    "collection.wave-not-open": _("This questionnaire is not open yet."),
    "collection.wave-dates": _("The end lies before the beginning. Change one of the two dates."),
    "collection.wave-count": _("Write the number of people as a whole number, or leave it empty."),
    "collection.uses": _("Choose the uses from the list."),
    "collection.uses-both": _("Everybody agreed, or somebody said no: tick a use in one of the two lists only."),
    "collection.not-a-questionnaire": _("A round of answers needs a questionnaire. Write one first."),
    "collection.answer-unreadable": _("This answer could not be read. Go back to the questionnaire and send it again."),
    "collection.answer-other-form": _("This answer belongs to another questionnaire."),
    "collection.answer-withdrawn": _("This answer was taken back and stays away. To answer anew, open the link again."),
    "collection.answer-other-file": _("Another file was kept under this name with the same answer. The first stays."),
    "collection.answer-large": _("This is larger than %(limit)s MB. Send fewer pictures and sounds at a time."),
    "collection.answer-missing": _("What was sent holds no answer (xml_submission_file)."),
    "collection.interviewer-name": _("Say who asks, so that you know which link to end."),
    "collection.moment": _("Choose before, after or later from the list, or leave it open."),
    "collection.invite-nobody": _("Write at least one mail address, one on each line."),
    "collection.invite-unreadable": _("There is no mail address in: %(lines)s. Mend or remove this; nothing was sent."),
    "collection.invite-many": _("Write to at most %(limit)s people at a time. Divide the list; nothing was sent."),
    "collection.invite-target": _("Write how many people of this group you want to hear, or leave it empty."),
    "collection.link-used": _(
        "This link was used: it is good for one answer. With your receipt you see that answer and may correct it."
    ),
    "collection.link-ended": _("Whoever sent you this link has ended it. There is nothing you need to do."),
    "collection.sheets": _("Print from 1 to %(limit)s sheets at a time."),
    "collection.sheet-code": _("This is no code of a sheet. Look at it again: six signs, at the top right."),
    "collection.draft-unreadable": _("This page is too old or was changed. Open the questionnaire's link again."),
    "collection.receipt-unknown": _("No answer is kept under this code. Check each sign; letters may be small."),
    "collection.receipt-conversation": _(
        "This code belongs to a conversation: it can be seen and taken back. To correct it, talk to whoever wrote it."
    ),
    "collection.document-kind": _("Choose what kind of words these are from the list."),
    "collection.document-title": _("Give it a title without a name: a first name of your choice, or the group."),
    "collection.document-empty": _("Write or paste the words that were said."),
    "collection.document-people": _("Write how many people speak, as a whole number from 1."),
    "collection.records-empty": _("Paste at least a heading and one row, with tabs or semicolons between."),
    "collection.records-source": _("Say where these records come from."),
    "collection.records-wide": _("Row %(row)s has more cells than the heading. Check the columns."),
    "collection.records-large": _("A table of records holds at most 500 rows and 40 columns. Take the part you need."),
    "collection.indicator-title": _("Give the indicator a name in at least one language."),
    "collection.indicator-definition": _("Say what exactly is counted: otherwise nobody can count the same again."),
    "collection.indicator-source": _("Say where the number comes from."),
    "collection.indicator-unit": _("Say in words what is counted: people, half-days, meals …"),
    "collection.indicator-how-often": _("Choose from the list how often the number is taken."),
    "collection.indicator-money": _(
        "Amounts of money are not followed here. Count what happens: hours, meals, people, visits."
    ),
    "collection.indicator-frequency": _(
        "There are values already, each for its period. To count more or less often, begin another indicator."
    ),
    "collection.indicator-of-people": _(
        "There are values already. Whether they count people can no longer change that way: begin another indicator."
    ),
    "collection.indicator-period": _("Line %(line)s: “%(said)s” is no period of this indicator. See the example."),
    "collection.indicator-value": _("Line %(line)s: after the period, write a number."),
    "collection.indicator-people": _("Line %(line)s: people are counted in whole numbers."),
    "collection.indicator-twice": _("Line %(line)s: “%(said)s” stands there twice. Keep one of them."),
    "collection.indicator-none": _("Write at least one line with a period and its value."),
    "collection.indicator-many": _("An indicator holds at most %(limit)s values."),
    "collection.indicator-files": _("An indicator holds at most %(limit)s documents. Take one away first."),
    "collection.group": _("Choose a group from the stakeholder map."),
    "collection.import-file": "%(message)s",
    "collection.import-columns": _("No column of this file belongs to the questionnaire. Is it the right file?"),
    "collection.import-target": _("%(name)s is not in the questionnaire or in the file. Choose again."),
    "collection.import-twice": _(
        "The columns %(other)s and %(column)s are both taken for %(name)s. Leave one of them out."
    ),
    "collection.import-unknown": _("This very file was not taken in here. Choose the one you took in, unchanged."),
    "collection.import-running": _("This file is still being taken in. Come back when all its rows are read."),
    "collection.receipts-many": _("That is too many slips to print: at most %(limit)s. Take the table instead."),
    "collection.settled": _("This was already settled."),
}
