"""What is wrong with a questionnaire or an answer sheet, as a code with the place and what would mend it."""

from collections.abc import Mapping


class FormProblem(Exception):
    """A form or an answer that cannot be read. `code` is stable; `params` say where and what.

    Usual params: `sheet`, `row` (1 = first line of the sheet), `column`, `line` (plain lists), `question`,
    `found` (what stood there). Wording in three languages: `vises.platform.wording.forms.word_problem`.
    """

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params: Mapping[str, object] = params

    def __str__(self) -> str:
        facts = ", ".join(f"{name}={value!r}" for name, value in self.params.items())
        return f"{self.code} ({facts})" if facts else self.code
