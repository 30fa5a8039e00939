from django.utils.translation import gettext_lazy as _

CODES = {
    "methodology.no-version": _("There is no such version of the method here."),
    "methodology.unreadable": _("The method in folder %(folder)s cannot be read (%(error)s). Mend the file."),
    "methodology.released-edited": _(
        "Version %(code)s of the method is released and was edited. Released versions never change: "
        "put it back as it was, and write your change as a new version."
    ),
    "methodology.no-core": _("This version stands on version %(code)s, which is not here. Adopt that one first."),
    "methodology.released": _("Version %(code)s is released: it never changes. Propose a new version."),
    "methodology.no-text": _("This draft has no such text (%(key)s)."),
    "methodology.no-element": _("This draft has no such part. Choose one from the list."),
    "methodology.rule-when": _("Tick at least one answer for which this rule holds, and not all of them."),
    "methodology.rule-says": _("Say of at least one method card what this rule does to it."),
    "methodology.rule-against": _(
        "Two rules for the same answers say opposite things of “%(card)s”. The other one says: “%(rule)s”"
    ),
    "methodology.rule-nothing": _(
        "With this rule some answers would leave no methods that fit the time, for example: %(answers)s. "
        "Leave out fewer."
    ),
    "methodology.text": _("This text is too long, or has signs that cannot be kept. Shorten it to one paragraph."),
    "methodology.group": _("Choose from the list what kind of part you add."),
    "methodology.id": _("Write a short name with small letters, digits and hyphens, such as counting-grid."),
    "methodology.id-taken": _("A part of this kind has that name already. Choose another one."),
    "methodology.many": _("A list of the method holds at most %(limit)s parts. Take one out first."),
    "methodology.last": _("This is the last part of its kind. A list of the method keeps at least one."),
    "methodology.change-kind": _("Choose from the list what kind of change it is."),
    "methodology.change-what": _("Say what changes, in at least one language."),
    "methodology.change-why": _("Say why it changes, in at least one language."),
    "methodology.code": _("Write the number of the version with digits and points, such as 3.1."),
    "methodology.code-taken": _("There is another version %(code)s of the method here. Choose another number."),
    "methodology.not-translated": _("Some texts are not ready yet in this language: %(language)s."),
    "methodology.no-changelog": _("Say in the list of changes what this version changes, and why."),
    "methodology.already-here": _("Version %(code)s is here already, with the same content. Nothing was changed."),
    "methodology.other-core": _("These files stand on another version %(code)s than the one kept here."),
    "methodology.package-not": _("These files are not a version of the method, or the package is damaged."),
    "methodology.package-large": _("This package is larger than a version of the method can be."),
    "methodology.package-altered": _(
        "The files were altered after they were made (%(name)s). Ask those who sent them for a new package."
    ),
    "methodology.package-unknown": _("Something in these files is not known here: %(place)s. Nothing was taken in."),
    "methodology.supplement-filled": _("A text in it was completed meanwhile. Nothing was kept."),
    "methodology.supplement-same": _("Somebody else than the translator reads a translation over."),
    "methodology.supplement-not": _(
        "This translation does not belong to the version kept here (%(place)s). Nothing was kept."
    ),
    "methodology.signs-quotes-fr": _("In French write an apostrophe as ' and quotation marks as « »."),
    "methodology.signs-quote-spaces": _("In French a space stands inside quotation marks: « words »."),
    "methodology.signs-sign-spaces": _(
        "In French a space stands before a semicolon, a question mark and an exclamation mark."
    ),
    "methodology.signs-colon-space": _("In French a space stands before a colon."),
    "methodology.signs-quotes-nl": _("In Dutch write an apostrophe as ' and quotation marks as “ ”."),
    "methodology.signs-no-sign-space": _("In Dutch no space stands before a colon or an exclamation mark."),
    "methodology.signs-dots": _("Write three dots as one sign: …"),
    "methodology.signs-spaces": _("There is a space too many."),
    "methodology.package-other": _("The files have another fingerprint than the one you typed. Nothing was taken in."),
}
