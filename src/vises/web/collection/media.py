"""What a questionnaire shows beside its questions: its own pictures, sounds and films, at any door."""

import dataclasses
import uuid
from collections.abc import Mapping

from django.http import HttpResponse
from django.urls import reverse

from vises.apps.collection.queries.asking import Asking, file_beside
from vises.apps.instruments.queries.media import media_of
from vises.platform.files.services import read
from vises.web.collection.ways import Art, Visit
from vises.web.layout.routes import Request
from vises.xforms.media import Beside, beside


def with_media(asked: Visit, language: str, art: Mapping[str, Art]) -> Mapping[str, Art]:
    """`art` with what the form itself shows beside its questions, where it has nothing of its own there."""
    if not asked.form.has_media:
        return art
    addresses = _addresses(asked)
    found = dict(art)
    for name, own in _all(asked, language, addresses).items():
        found[name] = _over(found[name], own) if name in found else own
    return found


def shown_beside(asked: Asking) -> dict[str, dict[str, Art]]:
    """What the form shows beside its questions, by language and name of the question, with the addresses of the
    files. One query, none where the form speaks of no file."""
    if not asked.form.has_media:
        return {}
    addresses = _addresses(asked)
    return {code: _all(asked, code, addresses) for code, _name in asked.languages}


def printed_beside(asked: Asking, journey: uuid.UUID, language: str) -> dict[str, Art]:
    """The same for whoever prints the questionnaire, open or not: she sees the files as one who sees the journey."""
    if not asked.form.has_media:
        return {}
    version = asked.wave.version_id
    where = {"journey": journey, "version": version}
    files = media_of(version)
    return _all(asked, language, {one.name: reverse("form-file", kwargs={**where, "file": one.id}) for one in files})


def _addresses(asked: Asking) -> dict[str, str]:
    return {
        file.name: reverse("answer-file", kwargs={"wave": asked.wave.id, "file": file.id})
        for file in media_of(asked.wave.version_id)
    }


def _all(asked: Asking, language: str, addresses: Mapping[str, str]) -> dict[str, Art]:
    return {name: _art(files, addresses) for name, files in beside(asked.form, language).items()}


def _art(files: Beside, addresses: Mapping[str, str]) -> Art:
    def of(kind: str) -> dict[str, str]:
        places = {"": files.own, **files.choices}
        return {value: addresses[there[kind]] for value, there in places.items() if there.get(kind, "") in addresses}

    sounds = of("sound")
    return Art(pictures=of("picture"), sound=sounds.pop("", ""), sounds=sounds, film=of("film").get("", ""))


def _over(first: Art, second: Art) -> Art:
    """The first, and of the second what the first leaves free."""
    pictures = {value: address for value, address in second.pictures.items() if value not in first.drawings}
    return dataclasses.replace(
        first,
        pictures={**pictures, **first.pictures},
        sound=first.sound or second.sound,
        sounds={**second.sounds, **first.sounds},
        film=first.film or second.film,
    )


def file(request: Request, wave: uuid.UUID, file: uuid.UUID) -> HttpResponse:
    """A picture, sound or film of the questionnaire of a round that takes answers."""
    stored = file_beside(wave, file)
    response = HttpResponse(read(stored), content_type=stored.content_type)
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response
