"""Words for the problems of `vises.texts`."""

from django.utils.translation import gettext_lazy as _

TEXTS = {
    "texts.kind": _("Files of this kind cannot be read as text. Use one of: %(allowed)s."),
    "texts.too-large": _("This file is larger than %(limit)s MB. Take pictures and recordings out of it."),
    "texts.unpacked": _(
        "This file would fill more than %(limit)s MB once unpacked. Save it again without pictures and recordings."
    ),
    "texts.broken": _(
        "This file cannot be opened: it is damaged, or not what its name says. Open it in the program that made it "
        "and save it again, or paste the words."
    ),
    "texts.doctype": _(
        "This file declares a document type, which we never read: it may hide something. Save it again in your word "
        "processor, or paste the words."
    ),
    "texts.refi": _(
        "This is no codebook (.qdc) and no project (.qdpx) of the REFI-QDA standard, or a part of it is missing."
    ),
    "texts.refi-large": _("This project has more than %(sources)s texts or %(marks)s marks. Divide it."),
    "texts.empty": _("There are no words in this file. Choose another one, or paste the words."),
    "texts.long": _("This text has more than about %(limit)s pages. Divide it into several texts."),
    "texts.pages": _("This PDF has more than %(limit)s pages. Divide it."),
    "texts.locked": _("This PDF is protected by a password. Save it without one, or paste the words."),
    "texts.pictures": _(
        "This PDF holds pictures of pages and no words, as a scanner makes them. Use the file it was made from, or "
        "type the words."
    ),
    "texts.slow": _("This PDF takes too long to read. Use the file it was made from, or paste the words."),
}
