"""Ways through the answering pages: the same pages and the same answer, drawn for whoever stands before them."""

from dataclasses import dataclass, field, fields

from vises.apps.collection.queries.asking import Asking
from vises.kernel.locale import Texts


@dataclass(frozen=True)
class Way:
    """How a door differs from the page on the web. `here` is the address its pages post to.

    `first` is the template of its first page; `style` a class of the body, `sheet` a style sheet more and `script` a
    script, where there are any; `again` where the next person begins. `asks_how`: whoever asks says how the person
    agreed. `faces`: smileys are drawn large.
    """

    door: str
    here: str
    first: str = "collection/asking.html"
    style: str = ""
    sheet: str = ""
    script: str = ""
    again: str = ""
    asks_how: bool = False
    faces: bool = False


@dataclass(frozen=True)
class Visit(Asking):
    """A questionnaire as somebody meets it through one door. `spoken` is what is read aloud, where somebody asks;
    `qr` leads to the page on the web, for whoever would rather take her own phone."""

    way: Way
    spoken: Texts = field(default_factory=dict)
    qr: str = ""


def through(asked: Asking, way: Way, *, spoken: Texts | None = None, qr: str = "") -> Visit:
    """The questionnaire through that door."""
    known = {one.name: getattr(asked, one.name) for one in fields(Asking)}
    return Visit(**known, way=way, spoken=spoken or {}, qr=qr)
