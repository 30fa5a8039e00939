"""`FormState`: one answer sheet of a form, from the first page to the submission."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence

from lxml import etree

from vises.xforms.form.model import Bind, Form, SetValue, Source
from vises.xforms.problems import FormProblem
from vises.xforms.state.codecs import decode, typed
from vises.xforms.state.evaluation import Evaluation
from vises.xforms.state.nodes import Group, Instance, Leaf, Live, Repeat, everything, without_values
from vises.xforms.state.pages import AnswerProblem, Page, pages_of, problem_of
from vises.xforms.state.serialise import submission

MOST_INSTANCES = 200
"""Times that one repeat may be answered."""
MOST_NODES = 20_000
"""Nodes that an answer sheet may have."""
_COUNT = "#"
_PLACE = re.compile(r"\[\d+\]")
_SEVERAL = {"select", "rank"}


class FormState(Evaluation):
    """One answer sheet, evaluated on the server.

    `answers` is None for a new sheet, or what `draft()` gave for one in progress (paths without the root, "group/q"
    and "rep[2]/q"; nodes it does not name keep the form's default). `instance_id` becomes meta/instanceID, and seeds
    random() and uuid(), so that the same sheet drawn twice is the same. `language` is a code of `form.languages`
    (another falls back to the form's own). `now` must carry a zone: it is today() and now().

    The engine refuses more than 200 instances of a repeat and 20,000 nodes (`FormProblem` sheet-too-large).
    """

    def __init__(
        self,
        form: Form,
        answers: Mapping[str, str] | None = None,
        instance_id: str = "",
        language: str = "",
        now: dt.datetime | None = None,
        *,
        deprecated_id: str = "",
    ) -> None:
        moment = now or dt.datetime.now(dt.UTC)
        super().__init__(form, instance_id, language, moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC))
        self.deprecated_id = deprecated_id
        self._answers: Mapping[str, str] = answers or {}
        self._loading = True
        self._nodes = 0
        self._everything: list[Live] | None = None
        self._leaves: list[Leaf] = []
        self._templates: dict[str, Source] = {}
        self._find_templates(form.root)
        self.root = Group(self, form.root, self.document)
        self.document.children.append(self.root)
        self._fill(self.root, form.root)
        self._after_loading(answers is None)

    # building

    def _find_templates(self, source: Source) -> None:
        for kid in source.children:
            if kid.ref in self.form.repeats:
                if kid.ref not in self._templates:
                    self._templates[kid.ref] = kid if kid.template else without_values(kid)
                    self._find_templates(self._templates[kid.ref])
            else:
                self._find_templates(kid)

    def _fill(self, group: Group, source: Source) -> None:
        done: set[str] = set()
        for kid in source.children:
            if kid.ref in self.form.repeats:
                if kid.ref not in done:
                    done.add(kid.ref)
                    given = [one for one in source.children if one.ref == kid.ref]
                    group.members.append(self._repeat(group, given))
            else:
                group.members.append(self._live(group, kid))
        group.changed()

    def _live(self, parent: Group, source: Source) -> Live:
        self._nodes += 1
        if self._nodes > MOST_NODES:
            raise FormProblem("sheet-too-large", limit=MOST_NODES)
        if source.children:
            group = Group(self, source, parent)
            self._fill(group, source)
            return group
        leaf = Leaf(self, source, parent)
        leaf.base = decode(leaf.bind.type if leaf.bind else "string", source.text)
        given = self._answers.get(self.name_of(leaf)) if self._loading else None
        if given is not None:
            leaf.base = decode(leaf.bind.type if leaf.bind else "string", given)
            leaf.keep_first = leaf.control is not None
        return leaf

    def _repeat(self, parent: Group, given: Sequence[Source]) -> Repeat:
        first = given[0]
        definition = self.form.repeats[first.ref]
        template = self._templates[first.ref]
        repeat = Repeat(self, template, parent, definition, [one for one in given if not one.template])
        sources: list[Source] = list(repeat.given)
        if self._controlled(repeat):
            sources = []
        known = self._known_instances(repeat)
        if known is not None:
            sources = (list(repeat.given) + [template] * known)[:known]
        for source in sources:
            self._append(repeat, source)
        return repeat

    @staticmethod
    def _controlled(repeat: Repeat) -> bool:
        return repeat.definition.count is not None or repeat.definition.fixed

    def _known_instances(self, repeat: Repeat) -> int | None:
        """How many instances the earlier answers have."""
        if not self._loading or not self._answers:
            return None
        name = self.name_of(repeat)
        counted = self._answers.get(name + _COUNT)
        if counted is not None and counted.isdecimal():
            return _bounded(int(counted))
        prefix = f"{name}["
        places = [key[len(prefix) :].partition("]")[0] for key in self._answers if key.startswith(prefix)]
        numbers = [int(place) for place in places if place.isdecimal()]
        return _bounded(max(numbers)) if numbers else None

    def _append(self, repeat: Repeat, source: Source) -> Instance:
        if len(repeat.instances) >= MOST_INSTANCES:
            raise FormProblem("sheet-too-large", limit=MOST_INSTANCES)
        instance = Instance(self, source, repeat)
        repeat.instances.append(instance)
        if isinstance(repeat.parent, Group):
            repeat.parent.changed()
        self._fill(instance, source)
        return instance

    def _after_loading(self, new: bool) -> None:
        self._loading = False
        self.forget()
        for leaf in self.leaves():
            if leaf.bind is not None and leaf.bind.preload and self.name_of(leaf) not in self._answers:
                self._preload(leaf, leaf.bind)
        self._settle()
        for action in self.form.set_values:
            if action.events & {"odk-instance-load", "odk-instance-first-load"}:
                self._fire(action, self.root, only_unanswered=not new)
        if self.form.set_values:
            self._settle()

    def _preload(self, leaf: Leaf, bind: Bind) -> None:
        now = self.environment.now
        if bind.preload == "uid":
            leaf.base = f"uuid:{self._unique(leaf)}"
        elif bind.preload == "timestamp" and bind.preload_params != "end":
            leaf.base = decode(bind.type, now.isoformat(timespec="milliseconds"))
        elif bind.preload == "date":
            leaf.base = decode(bind.type, now.date().isoformat())

    def _fire(self, action: SetValue, around: Live, only_unanswered: bool = False) -> None:
        for leaf in self.leaves():
            if leaf.ref != action.ref or not _beside(around, leaf):
                continue
            if (only_unanswered and self.name_of(leaf) in self._answers) or not self.relevant(leaf):
                continue
            text = action.value.text(leaf, self.environment) if action.value is not None else action.text
            leaf.base = decode(leaf.bind.type if leaf.bind else "string", text)
            self.forget()

    # keeping everything worked out

    def _settle(self) -> None:
        """Repeats to the number the form asks for, calculations in the order of the form, until nothing moves."""
        if self.form.plain:
            self.forget()
            return
        for _ in range(20):
            self.forget()
            self._work_out()
            if not self._recounted():
                return

    def _work_out(self) -> None:
        """Every value, in the order of the form; the other way round where that goes too deep (forms whose
        calculations all depend on later ones). Raises `FormProblem` form-too-slow where neither works."""
        every = self.leaves()
        for order in (every, every[::-1]):
            try:
                for leaf in order:
                    self.value_of(leaf)
                return
            except RecursionError:
                self.forget()
        raise FormProblem("form-too-slow")

    def _recounted(self) -> bool:
        if not self.form.repeats:
            return False
        moved = False
        for node in self.everything():
            if isinstance(node, Repeat) and self._controlled(node):
                wanted = self.counted(node)
                if wanted is not None and wanted != len(node.instances):
                    moved = True
                    self._resize(node, min(wanted, MOST_INSTANCES))
        return moved and not self._at_limit

    _at_limit = False

    def _resize(self, repeat: Repeat, wanted: int) -> None:
        before = len(repeat.instances)
        while len(repeat.instances) < wanted:
            place = len(repeat.instances)
            self._append(repeat, repeat.given[place] if place < len(repeat.given) else repeat.template)
        del repeat.instances[wanted:]
        self._at_limit = before == wanted
        if isinstance(repeat.parent, Group):
            repeat.parent.changed()

    # finding nodes

    def grown(self) -> None:
        """Instances came or went: the lists of nodes are made anew."""
        self._everything = None

    def everything(self) -> list[Live]:
        """Every node, parents first; repeats and their instances too."""
        if self._everything is None:
            self._everything = list(everything(self.root))
            self._leaves = [node for node in self._everything if isinstance(node, Leaf)]
        return self._everything

    def leaves(self) -> list[Leaf]:
        """Every node with a value, in order."""
        self.everything()
        return self._leaves

    def name_of(self, node: Live) -> str:
        """Path without the root: "group/q", "rep[2]/q"; what HTML fields and answers are called."""
        return node.path[1:].partition("/")[2]

    def find(self, name: str) -> Live | None:
        """The node of that name; None where there is none."""
        here: Live = self.root
        for step in name.split("/"):
            bare, _, place = step.partition("[")
            member = next((m for m in getattr(here, "members", ()) if m.name == bare), None)
            if isinstance(member, Repeat) and place:
                number = place.rstrip("]")
                if not number.isdecimal() or not 1 <= int(number) <= len(member.instances):
                    return None
                member = member.instances[int(number) - 1]
            if member is None:
                return None
            here = member
        return here

    # changing

    def set(self, values: Mapping[str, Sequence[str]]) -> None:
        """Take answers: names as in `Control.name`, each with the texts sent (several for multiple choice).

        Names that are no question, and read-only questions, are passed over. What is not of its type empties the
        question and stays known, so that `problems()` can say so and the page can show it again.
        """
        before = {leaf: self.value_of(leaf) for leaf in self.leaves()} if self._listens else {}
        taken: list[Leaf] = []
        for name, texts in values.items():
            leaf = self.find(name)
            if isinstance(leaf, Leaf) and leaf.control is not None and not self.readonly(leaf):
                self._take(leaf, [texts] if isinstance(texts, str) else texts)
                taken.append(leaf)
        self._settle()
        for leaf in taken:  # of choices that closed through this very answer nothing remains
            if leaf.control is not None and leaf.control.tag in {"select", "select1"} and self.relevant(leaf):
                leaf.base = self.value_of(leaf)
        self._after_change(before)

    @property
    def _listens(self) -> bool:
        return any(action.trigger and "xforms-value-changed" in action.events for action in self.form.set_values)

    def _take(self, leaf: Leaf, texts: Sequence[str]) -> None:
        control = leaf.control
        assert control is not None
        leaf.refused = None
        if control.tag in _SEVERAL:
            chosen = [value for text in texts for value in text.split()]
            order = self.open_values(leaf) if control.tag == "select" else []
            leaf.base = " ".join(
                sorted(dict.fromkeys(chosen), key=order.index) if set(chosen) <= set(order) else chosen
            )
            return
        text = texts[-1] if texts else ""
        if control.tag == "trigger":
            leaf.base = "OK" if text.strip() else ""
            return
        kept = typed(leaf.bind.type if leaf.bind else "string", text)
        leaf.refused = text if kept is None else None
        leaf.base = kept or ""

    def _after_change(self, before: Mapping[Leaf, str]) -> None:
        for leaf, old in before.items():
            if self.value_of(leaf) != old:
                for action in self.form.set_values:
                    if action.trigger == leaf.ref and "xforms-value-changed" in action.events:
                        self._fire(action, leaf)
        if before:
            self._settle()

    def fill(self, page: Page, data: Mapping[str, Sequence[str]]) -> None:
        """Take a page as sent by a browser: questions of the page that it does not name were left empty."""
        self.set({name: data.get(name, ()) for name in page.names})

    def add_repeat(self, ref: str) -> str:
        """One more time of the repeat named `ref` (as in `RepeatView.ref`); the name of the new instance.

        Raises `FormProblem` no-such-repeat, also where the form decides the number.
        """
        repeat = self._open_repeat(ref)
        instance = self._append(repeat, repeat.template)
        self.forget()
        for action in self.form.set_values:
            if "odk-new-repeat" in action.events:
                self._fire(action, instance)
        self._settle()
        return self.name_of(instance)

    def remove_repeat(self, ref: str, index: int) -> None:
        """Take away time `index` (from 1) of the repeat. Raises `FormProblem` no-such-repeat."""
        repeat = self._open_repeat(ref)
        if not 1 <= index <= len(repeat.instances):
            raise FormProblem("no-such-repeat", found=f"{ref}[{index}]"[:100])
        del repeat.instances[index - 1]
        if isinstance(repeat.parent, Group):
            repeat.parent.changed()
        self._settle()

    def _open_repeat(self, ref: str) -> Repeat:
        repeat = self.find(ref)
        if not isinstance(repeat, Repeat) or self._controlled(repeat):
            raise FormProblem("no-such-repeat", found=ref[:100])
        return repeat

    # reading

    def pages(self) -> list[Page]:
        """The pages that have something to show now: each top-level group or repeat, and each run of questions."""
        return pages_of(self)

    def problems(self, page: Page | None = None) -> list[AnswerProblem]:
        """What must still be mended, on one page or everywhere, in the order of the form."""
        wanted = None if page is None else set(page.names)
        found = (problem_of(self, leaf) for leaf in self.leaves())
        return [problem for problem in found if problem and (wanted is None or problem.ref in wanted)]

    def values(self) -> dict[str, str]:
        """Every value that counts, by name; empty where a question was left empty."""
        return {self.name_of(leaf): self.value_of(leaf) for leaf in self.leaves() if self.relevant(leaf)}

    def draft(self) -> dict[str, str]:
        """All that is needed to go on later: `FormState(form, state.draft(), …)`. Also what does not count now."""
        found: dict[str, str] = {}
        for node in self.everything():
            if isinstance(node, Repeat):
                found[self.name_of(node) + _COUNT] = str(len(node.instances))
            elif isinstance(node, Leaf) and (node.control is not None or node.bind is None or not node.bind.calculate):
                found[self.name_of(node)] = node.base
        return found

    def to_xml(self) -> str:
        """The submission, with meta/instanceID; what does not count is left out."""
        text: str = etree.tostring(self.to_tree(), encoding="unicode")
        return text

    def to_tree(self) -> etree._Element:
        """The same as a tree."""
        for leaf in self.leaves():
            if leaf.bind and leaf.bind.preload == "timestamp" and leaf.bind.preload_params == "end":
                leaf.base = decode(leaf.bind.type, self.environment.now.isoformat(timespec="milliseconds"))
                self.forget()
        return submission(self)


def _bounded(instances: int) -> int:
    if instances > MOST_INSTANCES:
        raise FormProblem("sheet-too-large", limit=MOST_INSTANCES)
    return instances


def _beside(around: Live, leaf: Leaf) -> bool:
    """Whether `leaf` is in the same repeat instances as `around`, as far as both are in any."""
    mine, theirs = around.scope(), leaf.scope()
    return all(a is b or a.name != b.name for a, b in zip(mine, theirs, strict=False))
