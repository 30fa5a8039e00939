"""What is asked before a form itself (what one agrees to, how, for whom), written into the form that other programs
fill in, and taken out of what they send: the answer is then the same as through any other door."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

from vises.xforms.form.languages import codes_of
from vises.xforms.problems import FormProblem
from vises.xforms.xml import kids_named, local, read_xml

GROUP = "vises_before"
_Words = Mapping[str, str]


@dataclass(frozen=True)
class Before:
    """One thing asked before the form. Without choices it is a text to read, unless `typed`."""

    name: str
    labels: _Words
    hints: _Words = field(default_factory=dict)
    choices: tuple[tuple[str, _Words], ...] = ()
    several: bool = False
    typed: bool = False
    required: bool = False


def ask_before(xform: str, titles: _Words, asked: Sequence[Before], language: str, version: str) -> str:
    """The form with one more page in front. Words are per language code; `language` where the form names none.

    The form's version becomes `version`, so that programs notice what changed. Raises `FormProblem` as `read_xml`,
    and form-not-xform.
    """
    root = read_xml(xform)
    model = next((e for e in root.iter() if local(e) == "model"), None)
    body = next((e for e in root.iter() if local(e) == "body"), None)
    instance = kids_named(model, "instance")[0] if model is not None and kids_named(model, "instance") else None
    primary = next(iter(instance), None) if instance is not None else None
    if model is None or body is None or primary is None:
        raise FormProblem("form-not-xform")
    primary.set("version", version)
    _Writer(model, body, primary, language).write(titles, asked)
    text: str = etree.tostring(root, encoding="unicode")
    return text


def take_before(root: etree._Element) -> dict[str, str]:
    """Take the page in front out of a submission; returns what it says, by name."""
    said: dict[str, str] = {}
    for group in kids_named(root, GROUP):
        said |= {local(kid): (kid.text or "").strip() for kid in group if local(kid)}
        group.getparent().remove(group)  # type: ignore[union-attr]
    return said


class _Writer:
    def __init__(self, model: etree._Element, body: etree._Element, primary: etree._Element, language: str) -> None:
        self.model, self.body, self.primary, self.language = model, body, primary, language
        self.space = etree.QName(model).namespace
        holder = next(iter(kids_named(model, "itext")), None)
        translations = kids_named(holder, "translation") if holder is not None else []
        codes = codes_of([t.get("lang", "") for t in translations])
        self.itext = [(codes[t.get("lang", "")], t) for t in translations]
        self.path = f"/{local(primary)}/{GROUP}"

    def sub(self, parent: etree._Element, name: str, **attributes: str) -> etree._Element:
        element = etree.SubElement(parent, f"{{{self.space}}}{name}" if self.space else name)
        for key, value in attributes.items():
            element.set(key, value)
        return element

    def words(self, parent: etree._Element, tag: str, key: str, words: _Words) -> None:
        """A label or hint, in every language of the form; in the given one where it names none."""
        element = self.sub(parent, tag)
        if not self.itext:
            element.text = _best(words, self.language)
            return
        element.set("ref", f"jr:itext('{key}')")
        for code, holder in self.itext:
            text = self.sub(holder, "text", id=key)
            self.sub(text, "value").text = _best(words, code)

    def write(self, titles: _Words, asked: Sequence[Before]) -> None:
        space = etree.QName(self.primary).namespace
        inside = etree.Element(f"{{{space}}}{GROUP}" if space else GROUP)
        self.primary.insert(0, inside)
        group = self.sub(self.body, "group", ref=self.path, appearance="field-list")
        self.body.insert(0, group)
        self.words(group, "label", f"{self.path}:label", titles)
        for one in asked:
            etree.SubElement(inside, f"{{{space}}}{one.name}" if space else one.name)
            self.question(group, one)

    def question(self, group: etree._Element, one: Before) -> None:
        ref = f"{self.path}/{one.name}"
        bind = self.sub(self.model, "bind", nodeset=ref, type="string")
        if not one.choices and not one.typed:
            bind.set("readonly", "true()")
        elif one.required:
            bind.set("required", "true()")
        tag = "input" if not one.choices else "select" if one.several else "select1"
        control = self.sub(group, tag, ref=ref)
        self.words(control, "label", f"{ref}:label", one.labels)
        if one.hints:
            self.words(control, "hint", f"{ref}:hint", one.hints)
        for value, labels in one.choices:
            item = self.sub(control, "item")
            self.words(item, "label", f"{ref}/{value}:label", labels)
            self.sub(item, "value").text = value


def _best(words: _Words, code: str) -> str:
    return words.get(code) or words.get("en") or next(iter(words.values()), "")
