"""What is wrong with a questionnaire or an answer sheet, as a code with the place and what would mend it."""

from collections.abc import Iterable, Mapping


class FormProblem(Exception):
    """A form or an answer that cannot be read. `code` is stable; `params` say where and what.

    Usual params: `sheet`, `row` (1 = first line of the sheet), `column`, `line` (plain lists), `question`,
    `found` (what stood there). Wording in three languages: `vises.platform.wording.forms.word_problem`.
    """

    also: tuple["FormProblem", ...] = ()
    """What else is wrong in the same form, where all of it was looked over."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params: Mapping[str, object] = params

    def with_others(self, others: "Iterable[FormProblem]") -> "FormProblem":
        """The first of all that is wrong, the rest in `also`, by sheet and row; what is said twice is said once."""

        def key(problem: FormProblem) -> tuple[object, ...]:
            return problem.code, problem.params.get("sheet"), problem.params.get("row"), problem.params.get("found")

        def place(problem: FormProblem) -> tuple[bool, int]:
            row = problem.params.get("row")
            return problem.params.get("sheet") == "choices", row if isinstance(row, int) else 0

        found = list({key(problem): problem for problem in others}.values())
        said = {(problem.code, problem.params.get("row")) for problem in found}
        # the same, or the same without its place
        if (self.code, self.params.get("row")) not in said and not (
            self.params.get("row") is None and self.code in {code for code, _ in said}
        ):
            found.append(self)
        first, *rest = sorted(found, key=place)
        first.also = tuple(rest)
        return first

    def __str__(self) -> str:
        facts = ", ".join(f"{name}={value!r}" for name, value in self.params.items())
        return f"{self.code} ({facts})" if facts else self.code
