"""The XForm of a questionnaire that was typed as a plain list."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from vises.xforms.plain_words import slug

XFORMS = "http://www.w3.org/2002/xforms"
XHTML = "http://www.w3.org/1999/xhtml"
JAVAROSA = "http://openrosa.org/javarosa"
OPENROSA = "http://openrosa.org/xforms"
_TYPES = {"number": "int", "decimal": "decimal", "date": "date", "time": "time"}
TITLE_KEY = "vises:title"


@dataclass(eq=False)
class PlainChoice:
    """A choice; `more`: it opens a field to say more."""

    value: str
    labels: dict[str, str] = field(default_factory=dict)
    more: bool = False
    more_name: str = ""
    more_labels: dict[str, str] = field(default_factory=dict)


@dataclass(eq=False)
class PlainQuestion:
    """A question. `condition` as typed; `relevant` once its question was found."""

    name: str
    kind: str
    required: bool
    line: int
    condition: tuple[str, str, str] | None = None
    labels: dict[str, str] = field(default_factory=dict)
    hints: dict[str, str] = field(default_factory=dict)
    choices: list[PlainChoice] = field(default_factory=list)
    relevant: tuple[PlainQuestion, str, str] | None = None


@dataclass(eq=False)
class PlainPage:
    """A page; without a name, the questions before any page."""

    name: str
    labels: dict[str, str] = field(default_factory=dict)
    condition: tuple[str, str, str] | None = None
    line: int = 0
    questions: list[PlainQuestion] = field(default_factory=list)
    relevant: tuple[PlainQuestion, str, str] | None = None


@dataclass(eq=False)
class Questionnaire:
    """What was typed."""

    language: str
    titles: dict[str, str] = field(default_factory=dict)
    pages: list[PlainPage] = field(default_factory=list)

    def languages(self) -> list[str]:
        """The main language, then every other that questions or the title are translated into."""
        found = {self.language: None}
        for texts in (self.titles, *(q.labels for page in self.pages for q in page.questions)):
            found.update(dict.fromkeys(texts))
        return list(found)


def xform_of(made: Questionnaire) -> str:
    """The XForm. Its id comes from the title, its version from the content."""
    return _Writer(made).written()


class _Writer:
    def __init__(self, made: Questionnaire) -> None:
        self.made = made
        self.paths: dict[PlainQuestion, str] = {}
        nsmap: Any = {None: XFORMS, "h": XHTML, "jr": JAVAROSA, "orx": OPENROSA}  # the stubs know no default prefix
        self.html = etree.Element(f"{{{XHTML}}}html", nsmap=nsmap)
        head = etree.SubElement(self.html, f"{{{XHTML}}}head")
        self.title = etree.SubElement(head, f"{{{XHTML}}}title")
        self.model = etree.SubElement(head, f"{{{XFORMS}}}model")
        self.itext: dict[str, etree._Element] = {}
        holder = self.sub(self.model, "itext")
        for language in made.languages():
            self.itext[language] = self.sub(holder, "translation", lang=language)
        self.itext[made.language].set("default", "true()")
        self.data = self.sub(self.sub(self.model, "instance"), "data")
        self.body = etree.SubElement(self.html, f"{{{XHTML}}}body")

    @staticmethod
    def sub(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
        element = etree.SubElement(parent, f"{{{XFORMS}}}{name}")
        for key, value in attributes.items():
            element.set(key, value)
        return element

    def written(self) -> str:
        made = self.made
        title = made.titles.get(made.language, "")
        self.title.text = title or "Questionnaire"
        if title:
            self.text(TITLE_KEY, made.titles)
        for page in made.pages:
            self.page(page)
        etree.SubElement(self.sub(self.data, "meta"), f"{{{XFORMS}}}instanceID")
        bind = self.sub(self.model, "bind", nodeset="/data/meta/instanceID", type="string", readonly="true()")
        bind.set(f"{{{JAVAROSA}}}preload", "uid")
        self.data.set("id", slug(title) or "questionnaire")
        content = etree.tostring(self.html, encoding="unicode")
        self.data.set("version", hashlib.sha256(content.encode()).hexdigest()[:12])
        text: str = etree.tostring(self.html, encoding="unicode", pretty_print=True)
        return text

    def text(self, key: str, texts: dict[str, str]) -> str:
        """Write a text in its languages; the reference to it."""
        for language, holder in self.itext.items():
            if texts.get(language):
                self.sub(self.sub(holder, "text", id=key), "value").text = texts[language]
        return f"jr:itext('{key}')"

    def page(self, page: PlainPage) -> None:
        around, body, path = self.data, self.body, "/data"
        if page.name:
            path = f"/data/{page.name}"
            around = self.sub(self.data, page.name)
            body = self.sub(self.body, "group", ref=path, appearance="field-list")
            self.sub(body, "label", ref=self.text(f"{path}:label", page.labels))
            if page.relevant:
                self.sub(self.model, "bind", nodeset=path, relevant=self.condition(page.relevant))
        for question in page.questions:
            self.question(question, around, body, path)

    def condition(self, relevant: tuple[PlainQuestion, str, str]) -> str:
        other, operator, wanted = relevant
        path = self.paths[other]
        if not operator:
            return f"{path} != ''"
        if other.kind == "several" and operator in {"=", "!="}:
            selected = f"selected({path}, '{wanted}')"
            return selected if operator == "=" else f"{path} != '' and not({selected})"
        numeric = other.kind in {"number", "decimal", "scale", "smileys"}
        value = wanted if numeric else f"'{wanted}'"
        return f"{path} {operator} {value}" if operator == "=" else f"{path} != '' and {path} {operator} {value}"

    def question(self, question: PlainQuestion, around: etree._Element, body: etree._Element, path: str) -> None:
        ref = f"{path}/{question.name}"
        self.paths[question] = ref
        self.sub(around, question.name)
        bind = self.sub(self.model, "bind", nodeset=ref, type=_TYPES.get(question.kind, "string"))
        if question.relevant:
            bind.set("relevant", self.condition(question.relevant))
        if question.kind == "note":
            bind.set("readonly", "true()")
        elif question.required:
            bind.set("required", "true()")
        tag = "input" if not question.choices else "select" if question.kind == "several" else "select1"
        control = self.sub(body, tag, ref=ref)
        appearance = {"long": "multiline", "scale": "likert", "smileys": "likert smileys"}.get(question.kind)
        if appearance:
            control.set("appearance", appearance)
        self.sub(control, "label", ref=self.text(f"{ref}:label", question.labels))
        if question.hints:
            self.sub(control, "hint", ref=self.text(f"{ref}:hint", question.hints))
        for choice in question.choices:
            item = self.sub(control, "item")
            self.sub(item, "label", ref=self.text(f"{ref}/{choice.value}:label", choice.labels))
            self.sub(item, "value").text = choice.value
        for choice in question.choices:
            if choice.more:
                self.say_more(question, choice, around, body, path)

    def say_more(
        self, question: PlainQuestion, choice: PlainChoice, around: etree._Element, body: etree._Element, path: str
    ) -> None:
        ref = f"{path}/{choice.more_name}"
        self.sub(around, choice.more_name)
        condition = f"selected({self.paths[question]}, '{choice.value}')"
        self.sub(self.model, "bind", nodeset=ref, type="string", relevant=condition)
        control = self.sub(body, "input", ref=ref)
        self.sub(control, "label", ref=self.text(f"{ref}:label", choice.more_labels))
