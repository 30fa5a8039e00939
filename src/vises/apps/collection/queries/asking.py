"""What a respondent is told before she answers: who asks, what for, how long, who reads her words."""

import uuid
from dataclasses import dataclass
from functools import cached_property

from vises.apps.collection.models import ConsentVersion, Wave
from vises.apps.collection.services.waves import refuse_closed, wave_behind, wave_of_pass
from vises.apps.instruments.queries import form_of, form_written
from vises.apps.instruments.queries.media import media_file
from vises.apps.journeys.models import Decision
from vises.kernel.locale import LANGUAGE_NAMES, Texts, pick
from vises.kernel.problems import NotFound
from vises.platform.files.models import StoredFile
from vises.xforms import Form


@dataclass(frozen=True)
class Asking:
    """An open questionnaire as its respondents see it. Only the first page asks for the question and the readers."""

    wave: Wave
    form: Form
    enterprise: str
    introduction: Texts
    minutes: int | None
    uses: tuple[str, ...]
    languages: tuple[tuple[str, str], ...]

    @cached_property
    def question(self) -> Texts:
        """What the enterprise wants to know; empty before it decided."""
        decision = Decision.objects.filter(question__plan_lines=self.wave.line_id).select_related("question").first()
        return decision.question.texts if decision else {}

    @cached_property
    def readers(self) -> tuple[tuple[str, str], ...]:
        """Who reads raw words, and as what."""
        return tuple(self.wave.line.readers.values_list("name", "as_what"))

    def title(self, language: str) -> str:
        """The title of the form in its own language, else the round's."""
        return self.form.titles.get(language) or pick(self.wave.titles, language)[0] or self.enterprise


def asking(token: str) -> Asking:
    """The open questionnaire behind an address, in one query. Raises NotFound, or Problem when it is closed."""
    wave = wave_behind(token)
    return _asking(wave, form_written(wave.xform), wave.enterprise, wave.minutes)


def asking_behind(token: str, purpose: str) -> Asking:
    """The open questionnaire behind a link that was given to somebody. Raises NotFound, or Problem when it is closed.

    That the link was used is noted nowhere: it would tell when somebody answered.
    """
    wave = wave_of_pass(token, purpose)
    refuse_closed(wave)
    return asking_about(wave)


def file_beside(wave_id: uuid.UUID, file_id: uuid.UUID) -> StoredFile:
    """A picture, sound or film of the questionnaire of an open round. Raises NotFound, or Problem when it is closed.

    The round is named by its id rather than its address, so that a personal link does not tell the open one.
    """
    wave = Wave.objects.filter(pk=wave_id).first()
    if wave is None:
        raise NotFound()
    refuse_closed(wave)
    return media_file(wave.version_id, file_id)


def spoken(wave: Wave) -> Texts:
    """What is read aloud before the first question, as the present version of what is told has it."""
    told = ConsentVersion.objects.filter(wave=wave, number=wave.consent_number).first()
    return told.spoken if told else {}


def asking_about(wave: Wave) -> Asking:
    """The questionnaire of a round that somebody was already let into, open or not."""
    line = wave.line
    return _asking(wave, form_of(wave.version), line.journey.enterprise.name, line.respondent_minutes)


def _asking(wave: Wave, form: Form, enterprise: str, minutes: int | None) -> Asking:
    return Asking(
        wave=wave,
        form=form,
        enterprise=enterprise,
        introduction=wave.introduction,
        minutes=minutes,
        uses=tuple(wave.consent_uses),
        languages=_languages(form),
    )


def _languages(form: Form) -> tuple[tuple[str, str], ...]:
    names = form.language_names
    known = [code for code in form.languages if code != "und"]
    return tuple((code, LANGUAGE_NAMES.get(code) or names.get(code) or code) for code in known) or (("und", ""),)
