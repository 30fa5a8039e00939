"""What a respondent is told before she answers: who asks, what for, how long, who reads her words."""

from dataclasses import dataclass

from vises.apps.collection.models import Wave
from vises.apps.collection.services.waves import wave_behind
from vises.apps.instruments.queries import form_of
from vises.apps.journeys.models import Decision
from vises.kernel.locale import LANGUAGE_NAMES, Texts, pick
from vises.xforms import Form


@dataclass(frozen=True)
class Asking:
    """An open questionnaire as its respondents see it. `readers`: who reads raw words, and as what."""

    wave: Wave
    form: Form
    enterprise: str
    question: Texts
    introduction: Texts
    minutes: int | None
    readers: tuple[tuple[str, str], ...]
    uses: tuple[str, ...]
    languages: tuple[tuple[str, str], ...]

    def title(self, language: str) -> str:
        """The title of the form in its own language, else the round's."""
        return self.form.titles.get(language) or pick(self.wave.titles, language)[0] or self.enterprise


def asking(token: str) -> Asking:
    """The open questionnaire behind an address, in three queries. Raises NotFound, or Problem when it is closed."""
    wave = wave_behind(token)
    form = form_of(wave.version)
    line = wave.line
    decision = Decision.objects.filter(question__plan_lines=line).select_related("question").first()
    names = form.language_names
    return Asking(
        wave=wave,
        form=form,
        enterprise=line.journey.enterprise.name,
        question=decision.question.texts if decision else {},
        introduction=wave.introduction,
        minutes=line.respondent_minutes,
        readers=tuple(line.readers.values_list("name", "as_what")),
        uses=tuple(wave.consent_uses),
        languages=tuple(
            (code, LANGUAGE_NAMES.get(code) or names.get(code) or code) for code in form.languages if code != "und"
        )
        or (("und", ""),),
    )
