"""Our answer sheet and the reference engine's, side by side."""

import datetime as dt
import os
import random
from pathlib import Path
from typing import Any

from lxml import etree

from vises.xforms import FormState, parse_xform
from vises.xforms.form import Form
from vises.xforms.state.nodes import Group, Leaf, Live, Repeat, everything
from vises.xforms.state.pages import problem_of

VOLATILE = {"now", "today", "uuid", "random", "randomize"}
NOW = dt.datetime(2026, 3, 1, 10, 30, tzinfo=dt.UTC)


def samples(kind: str) -> Path:
    """Forms written by others, beside the project; an empty folder where they are not."""
    beside = os.environ.get("VISES_SHARED", "") or str(Path(__file__).resolve().parents[3] / "shared")
    return Path(beside) / "standards" / kind


def steady(form: Form, ref: str) -> bool:
    """Whether the value of a node is the same whenever and wherever it is worked out."""
    bind = form.binds.get(ref)
    if bind is None:
        return True
    return not bind.preload and not (bind.calculate is not None and bind.calculate.functions & VOLATILE)


def fresh(form: Form, language: str = "") -> FormState:
    return FormState(form, None, "uuid:0b0f3a52-6c31-4b2f-9f0e-2a7e5b8c1d11", language, NOW)


def described(state: FormState) -> dict[str, dict[str, Any]]:
    """What the reference engine also tells, by ref."""
    told: dict[str, dict[str, Any]] = {}
    for node in everything(state.root):
        if node is state.root:
            continue
        one: dict[str, Any] = {
            "relevant": state.relevant(node),
            "readonly": state.readonly(node),
            "required": state.required(node),
        }
        if isinstance(node, Leaf):
            problem = problem_of(state, node)
            one["value"] = state.value_of(node)
            one["constraint"] = not state.relevant(node) or state.constraint_holds(node)
            one["missing"] = problem is not None and problem.code == "required"
            one["label"] = state.words(node.control.label, node) if node.control else ""
            one["message"] = problem.message if problem is not None else ""
            if node.control is not None and node.control.tag in {"select", "select1", "rank"}:
                one["choices"] = [[option.value, squeezed(option.label)] for option in state.options(node)]
        told[node.path] = one
    return told


def squeezed(text: str | None) -> str:
    return " ".join((text or "").split())


def differences(form: Form, mine: FormState, theirs: dict[str, Any]) -> list[str]:
    """Where the two do not agree, as lines."""
    assert "error" not in theirs, theirs
    ours = described(mine)
    found = []
    told = {node["ref"]: node for node in theirs["nodes"]}
    extra = {ref for ref in set(told) ^ set(ours) if "/meta" not in ref and "orx:meta" not in ref}
    found += [f"{ref}: only in one" for ref in sorted(extra)]
    for ref, one in ours.items():
        if ref not in told:
            continue
        bare = "/".join(step.partition("[")[0] for step in ref.split("/"))
        for key, value in one.items():
            other = told[ref].get(key)
            if key in {"label", "message"}:
                value, other = squeezed(value), squeezed(other)
                if (
                    other == "-"
                ):  # what XLSForm tools write where a language has no text: we show the text that there is
                    continue
                if "now()" in other or (key == "label" and "value" not in told[ref]):
                    continue
            if key == "choices":
                # Where a choice has no label we show its value.
                other = [[v, squeezed(label) if label not in {"", "-"} else dict(value).get(v)] for v, label in other]
            if key in {"value", "constraint", "missing", "message"} and not steady(form, bare):
                continue
            if value != other:
                found.append(f"{ref} {key}: ours {value!r}, theirs {other!r}")
    return found


def shape(xml: str) -> Any:
    """An XML answer without meta, prefixes and spaces."""

    def of(element: etree._Element) -> Any:
        name = etree.QName(element).localname
        kids = [of(kid) for kid in element if etree.QName(kid).localname != "meta"]
        return [name, kids or (element.text or "")]

    return of(etree.fromstring(xml.encode()))


def random_steps(form: Form, seed: int, count: int) -> tuple[FormState, list[dict[str, Any]]]:
    """Fill a sheet at random, step by step; the sheet and the same steps for the reference engine."""
    chance = random.Random(seed)
    state = fresh(form)
    steps: list[dict[str, Any]] = []
    for _ in range(count):
        nodes = [node for node in everything(state.root) if node is not state.root]
        node = chance.choice(nodes)
        step = _step(state, node, chance)
        if step is not None:
            steps.append(step)
    return state, steps


def _step(state: FormState, node: Live, chance: random.Random) -> dict[str, Any] | None:
    name = state.name_of(node)
    if isinstance(node, Repeat):
        if state._controlled(node):
            return None
        if node.instances and chance.random() < 0.4:
            index = chance.randint(1, len(node.instances))
            path = node.path
            state.remove_repeat(name, index)
            return {"op": "remove", "ref": path, "index": index}
        if len(node.instances) > 3:
            return None
        path = node.path
        state.add_repeat(name)
        return {"op": "add", "ref": path}
    if isinstance(node, Group) or not isinstance(node, Leaf) or node.control is None:
        return None
    if state.readonly(node) or node.control.tag in {"upload"}:
        return None
    value = _value(state, node, chance)
    path = node.path
    state.set({name: value})
    return {"op": "set", "ref": path, "value": value}


def _value(state: FormState, leaf: Leaf, chance: random.Random) -> list[str]:
    control = leaf.control
    assert control is not None
    question = state.form.question(leaf.ref)
    assert question is not None
    every = [option.value for option in state.options(leaf)] or [choice.value for choice in question.choices]
    if control.tag == "select1":
        return [chance.choice(every)] if every and chance.random() < 0.9 else []
    if control.tag == "select":
        return chance.sample(every, chance.randint(0, min(5, len(every))))
    if control.tag == "rank":
        return chance.sample(every, len(every))
    if control.tag == "range" and control.bounds:
        return [str(chance.randint(int(control.bounds[0]), int(control.bounds[1])))]
    kind = leaf.bind.type if leaf.bind else "string"
    samples = {
        "int": ["", "0", "1", "2", "7", "-3", "120"],
        "decimal": ["", "0.5", "3", "12.25", "-1.75"],
        "date": ["", "2024-02-29", "1999-12-31", "2100-01-01"],
        "time": ["", "09:30:00", "23:59:59.500"],
        "dateTime": ["", "2024-02-29T10:00:00"],
        "geopoint": ["", "50.6 3.06 0 0"],
    }
    words = ["", "y", "yes", "no", "1", "2", "3", "A", "Al", "a b", "grp1 a default", "<&>", "é"]
    return [chance.choice(samples.get(kind, words))]


def read(path: Any) -> Form:
    return parse_xform(path.read_text(encoding="utf-8"))
