"""The flat list of questions that tables and analyses use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from vises.xforms.form.body import Body
from vises.xforms.form.model import (
    Bind,
    BodyPart,
    Choice,
    ControlDef,
    ItemsetDef,
    ItextEntry,
    Question,
    RepeatDef,
    Wording,
)
from vises.xforms.xpath import Environment, Expression, Node

Itext = Mapping[str, Mapping[str, ItextEntry]]
_KINDS = {"select1": "one", "select": "several", "rank": "rank", "range": "scale", "upload": "other"}
_BY_TYPE = {
    "int": "number", "decimal": "number", "string": "text", "date": "date", "dateTime": "date", "time": "other",
    "geopoint": "other", "geotrace": "other", "geoshape": "other", "barcode": "other", "binary": "other",
}  # fmt: skip


def questions_of(
    body: Body,
    binds: Mapping[str, Bind],
    itext: Itext,
    languages: Sequence[str],
    instances: Mapping[str, Node],
    root: str,
) -> tuple[Question, ...]:
    """Every control of the body, in order, with its texts in each language."""
    reader = _Reader(binds, itext, languages, instances, root)
    return tuple(reader.all_of(body.parts, False))


class _Reader:
    def __init__(
        self,
        binds: Mapping[str, Bind],
        itext: Itext,
        languages: Sequence[str],
        instances: Mapping[str, Node],
        root: str,
    ) -> None:
        self.binds, self.itext, self.languages, self.instances = binds, itext, languages, instances
        self.root = root
        self.nowhere = Node("")
        self.lists: dict[str, tuple[Choice, ...]] = {}

    def all_of(self, parts: Sequence[BodyPart], in_repeat: bool) -> list[Question]:
        found: list[Question] = []
        for part in parts:
            if isinstance(part, ControlDef):
                found.append(self.question(part, in_repeat))
            else:
                found += self.all_of(part.children, in_repeat or isinstance(part, RepeatDef))
        return found

    def question(self, control: ControlDef, in_repeat: bool) -> Question:
        bind = self.binds.get(control.ref, Bind(control.ref, "binary" if control.tag == "upload" else "string"))
        media = {"accept": control.mediatype} if control.mediatype else {}
        return Question(
            name=control.ref.removeprefix(f"{self.root}/"),
            ref=control.ref,
            kind=self.kind(control, bind),
            type=bind.type,
            control=control.tag,
            labels=self.texts(control.label),
            hints=self.texts(control.hint),
            choices=self.choices(control),
            required=bind.required is not None and bind.required.source != "false()",
            appearance=control.appearance,
            in_repeat=in_repeat,
            media={**media, **self.media(control.label)},
            scale=control.bounds,
        )

    def kind(self, control: ControlDef, bind: Bind) -> str:
        if control.tag == "trigger":
            return "other"
        if control.tag in {"select", "select1"} and "label" in control.appearance.split():
            return "note"  # the head of a grid: it only names the columns
        if control.tag == "input" and bind.calculate is None and bind.readonly and bind.readonly.source == "true()":
            return "note"
        if control.tag == "select1" and "likert" in control.appearance and (choices := self.choices(control)):
            return "scale" if all(choice.value.isdecimal() for choice in choices) else "one"
        return _KINDS.get(control.tag) or _BY_TYPE.get(bind.type, "text")

    def texts(self, wording: Wording | None) -> dict[str, str]:
        if wording is None:
            return {}
        found = {}
        for language in self.languages:
            parts = wording.parts
            if wording.itext is not None:
                entry = self.itext.get(language, {}).get(self.key(wording.itext, self.nowhere))
                parts = entry.parts if entry else ()
            text = self.shown(parts)
            if text and text != "-":
                found[language] = text
        return found

    def media(self, wording: Wording | None) -> dict[str, str]:
        if wording is None or wording.itext is None:
            return {}
        key = self.key(wording.itext, self.nowhere)
        return {kind: uri for texts in self.itext.values() if key in texts for kind, uri in texts[key].media.items()}

    @staticmethod
    def shown(parts: Sequence[str | Expression]) -> str:
        """The text with "…" where a part is computed from answers."""
        return " ".join("".join(part if isinstance(part, str) else "…" for part in parts).split())

    def key(self, expression: Expression, node: Node) -> str:
        return expression.text(node, Environment(root=self.nowhere, instances=self.instances))

    def choices(self, control: ControlDef) -> tuple[Choice, ...]:
        if control.itemset is not None:
            return self.from_list(control.itemset)
        return tuple(Choice(item.value, self.texts(item.label) or self.same(item.value)) for item in control.items)

    def same(self, value: str) -> dict[str, str]:
        return dict.fromkeys(self.languages, value)

    def from_list(self, itemset: ItemsetDef) -> tuple[Choice, ...]:
        known = f"{itemset.list_id} {itemset.value.source} {itemset.label.source if itemset.label else ''}"
        if known in self.lists:
            return self.lists[known]
        top = self.instances.get(itemset.list_id)
        items = [item for root in (top.kids() if top else ()) for item in root.kids()]
        found: dict[str, Choice] = {}
        for item in items:
            value = self.key(itemset.value, item)
            found.setdefault(value, Choice(value, self.labels_of(itemset, item, value)))
        self.lists[known] = tuple(found.values())
        return self.lists[known]

    def labels_of(self, itemset: ItemsetDef, item: Node, value: str) -> dict[str, str]:
        if itemset.label is None:
            return self.same(value)
        text = self.key(itemset.label, item)
        if not itemset.label_is_itext:
            return dict.fromkeys(self.languages, text or value)
        found = {}
        for language in self.languages:
            entry = self.itext.get(language, {}).get(text)
            shown = self.shown(entry.parts) if entry else ""
            if shown and shown != "-":
                found[language] = shown
        return found or self.same(value)
