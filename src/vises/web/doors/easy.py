"""Easy to read: the questionnaire with one question a screen, in its own words, with pictures and voices."""

import dataclasses
import uuid
from collections.abc import Mapping, Sequence

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from vises.apps.collection.queries.asking import asking
from vises.apps.instruments.queries.easy_read import EasyVariant, easy_file, easy_variant
from vises.kernel.problems import NotFound
from vises.platform.files.services import read
from vises.web.collection.answering import responded
from vises.web.collection.ways import Art, Visit, Way, through
from vises.web.doors.drawings import drawn
from vises.web.layout.routes import Request
from vises.xforms import Control, GroupView, RepeatView

View = Control | GroupView | RepeatView


@csrf_exempt
def easy(request: Request, token: str) -> HttpResponse:
    """The questionnaire in easy words, one question a screen."""
    return responded(request, lambda: _met(request, token))


# as with the page on the web: the signed draft and the address are all that counts, no cookie is read


def _met(request: Request, token: str) -> Visit:
    asked = asking(token)
    variant = easy_variant(asked.wave.version)
    way = Way(
        "easy-read",
        request.path,
        first="doors/easy_first.html",
        style="easy",
        sheet="doors/easy.css",
        faces=True,
        one_by_one=True,
        validated=variant.validated_on is not None,
    )
    return through(asked, way, worded=lambda nodes, language: _worded(nodes, variant, language, token))


def _worded(
    nodes: Sequence[View], variant: EasyVariant, language: str, token: str
) -> tuple[tuple[View, ...], dict[str, Art]]:
    """What stands on a page in easy words, with the pictures and sounds of its questions."""
    art: dict[str, Art] = {}

    def one(node: View) -> View:
        if isinstance(node, GroupView):
            return dataclasses.replace(node, nodes=tuple(one(inner) for inner in node.nodes))
        if isinstance(node, RepeatView):
            times = tuple(
                dataclasses.replace(time, nodes=tuple(one(inner) for inner in time.nodes)) for time in node.instances
            )
            return dataclasses.replace(node, instances=times)
        said = variant.of(node.question.name)
        art[node.question.name] = art_of(said.drawings, said.pictures, said.sounds.get(language), token)
        words = said.choices(language)
        choices = tuple(dataclasses.replace(c, label=words.get(c.value, c.label)) for c in node.choices)
        label, hint = said.label(language) or node.label, said.hint(language) or node.hint
        return dataclasses.replace(node, label=label, hint=hint, choices=choices)

    return tuple(one(node) for node in nodes), art


def art_of(drawings: Mapping[str, str], pictures: Mapping[str, uuid.UUID], sound: uuid.UUID | None, token: str) -> Art:
    def address(file: uuid.UUID) -> str:
        return reverse("easy-file", kwargs={"token": token, "file": file})

    return Art(
        drawings={value: drawn(name) for value, name in drawings.items() if value not in pictures},
        pictures={value: address(file) for value, file in pictures.items()},
        sound=address(sound) if sound else "",
    )


def file(request: Request, token: str, file: uuid.UUID) -> HttpResponse:
    """A picture or sound of the easy-read variant: of the questionnaire behind this very address."""
    stored = easy_file(asking(token).wave.version_id, file)
    if stored is None:
        raise NotFound()
    response = HttpResponse(read(stored), content_type=stored.content_type)
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response
