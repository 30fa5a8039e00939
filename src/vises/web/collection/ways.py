"""Ways through the answering pages: the same pages and the same answer, drawn for whoever stands before them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields

from vises.apps.collection.queries.asking import Asking
from vises.apps.collection.services import answers
from vises.apps.collection.services.answers import Accepted
from vises.kernel.locale import Texts
from vises.kernel.problems import Problem
from vises.xforms import Control, GroupView, RepeatView


@dataclass(frozen=True)
class Way:
    """How a door differs from the page on the web. `here` is the address its pages post to.

    `first` is the template of its first page; `style` a class of the body, `sheet` a style sheet more and `script` a
    script, where there are any; `again` where the next person begins; `without`: the same
    questionnaire on the page that works without connection. `asks_how`: whoever asks says how the person
    agreed. `faces`: smileys are drawn large. `one_by_one`: one question a screen. `validated`: readers found it easy.
    """

    door: str
    here: str
    first: str = "collection/asking.html"
    style: str = ""
    sheet: str = ""
    script: str = ""
    again: str = ""
    asks_how: bool = False
    without: str = ""
    faces: bool = False
    one_by_one: bool = False
    validated: bool = False


@dataclass(frozen=True)
class Art:
    """What stands beside a question: drawings and addresses of pictures by choice ("" for the question itself), the
    address of a voice, sounds by choice, and a film."""

    drawings: Mapping[str, str] = field(default_factory=dict)
    pictures: Mapping[str, str] = field(default_factory=dict)
    sound: str = ""
    sounds: Mapping[str, str] = field(default_factory=dict)
    film: str = ""

    @property
    def drawing(self) -> str:
        """The drawing of the question itself."""
        return self.drawings.get("", "")

    @property
    def picture(self) -> str:
        """The picture of the question itself."""
        return self.pictures.get("", "")

    @property
    def beside_choices(self) -> bool:
        """Whether a choice has a picture, a drawing or a sound: then each choice stands open, never in a menu."""
        return any({**self.pictures, **self.drawings, **self.sounds}.keys() - {""})

    @property
    def heard(self) -> bool:
        """Whether there is a sound or film, which paper cannot have."""
        return bool(self.sound or self.sounds or self.film)


View = Control | GroupView | RepeatView
Worded = Callable[[tuple[View, ...], str], tuple[tuple[View, ...], dict[str, Art]]]
"""What stands on a page in other words (language given), and what stands beside its questions, by name."""


@dataclass(frozen=True)
class Visit(Asking):
    """A questionnaire as somebody meets it through one door. `spoken` is what is read aloud, where somebody asks;
    `qr` leads to the page on the web, for whoever would rather take her own phone; `worded` says it in other words;
    `accept` keeps the answer. `refused`: why nothing can be sent any more, while she fills it in."""

    way: Way
    spoken: Texts = field(default_factory=dict)
    qr: str = ""
    worded: Worded | None = None
    accept: Callable[..., Accepted] = answers.accept
    refused: Problem | None = None


def through(
    asked: Asking,
    way: Way,
    *,
    spoken: Texts | None = None,
    qr: str = "",
    worded: Worded | None = None,
    accept: Callable[..., Accepted] = answers.accept,
    refused: Problem | None = None,
) -> Visit:
    """The questionnaire through that door."""
    known = {one.name: getattr(asked, one.name) for one in fields(Asking)}
    return Visit(**known, way=way, spoken=spoken or {}, qr=qr, worded=worded, accept=accept, refused=refused)
