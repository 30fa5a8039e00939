"""From tokens to closures: a Pratt parser for XPath 1.0 that compiles while it reads."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache

from vises.xforms.xpath.calls import Arguments, text_of
from vises.xforms.xpath.functions import FUNCTIONS, WHOLE
from vises.xforms.xpath.paths import AXES, Run, Step, filtered, walk, within_instance
from vises.xforms.xpath.tokens import ExpressionError, Token, tokens_of
from vises.xforms.xpath.tree import Context, Environment, Node
from vises.xforms.xpath.values import Value, equal, numbers_in, to_boolean, to_number, to_text

DEEPEST = 80
"""Levels of brackets and calls that an expression may have."""

_BINDING = {
    "or": 1, "and": 2, "=": 3, "!=": 3, "<": 4, "<=": 4, ">": 4, ">=": 4,
    "+": 5, "-": 5, "*": 6, "div": 6, "mod": 6, "|": 8,
}  # fmt: skip
_UNARY = 7


class Expression:
    """A compiled expression, safe to share between threads and forms."""

    __slots__ = ("_run", "functions", "source")

    def __init__(self, source: str, run: Run, functions: frozenset[str]) -> None:
        self.source = source
        self.functions = functions
        self._run = run

    def value(self, node: Node, environment: Environment) -> Value:
        """Its value at `node`."""
        return self._run(Context(node, environment, node))

    def text(self, node: Node, environment: Environment) -> str:
        """Its value as text."""
        return to_text(self.value(node, environment))

    def truth(self, node: Node, environment: Environment) -> bool:
        """Its value as yes or no."""
        return to_boolean(self.value(node, environment))

    def number(self, node: Node, environment: Environment) -> float:
        """Its value as a number; NaN where there is none."""
        return to_number(self.value(node, environment), environment.now.tzinfo)

    def nodes(self, node: Node, environment: Environment) -> list[Node]:
        """The nodes it finds; none where it finds something else."""
        value = self.value(node, environment)
        return value if isinstance(value, list) else []


@lru_cache(maxsize=8192)
def compile_expression(source: str) -> Expression:
    """Compile `source`. Raises `ExpressionError` with the place where it stops making sense."""
    parser = _Parser(source)
    return Expression(source, parser.whole(), frozenset(parser.functions))


def _choice_name(context: Context, arguments: Arguments) -> Value:
    """The one function whose argument is itself an expression: it is compiled when it is called."""
    value, path = text_of(context, arguments, 0), text_of(context, arguments, 1)
    nodes = compile_expression(path).nodes(context.node, context.environment)
    return context.environment.choice_name(nodes[0], value) if nodes else ""


KNOWN = {**FUNCTIONS, "jr:choice-name": (2, 2, _choice_name)}


class _Parser:
    def __init__(self, source: str) -> None:
        self.tokens = tokens_of(source)
        self.place = 0
        self.depth = 0
        self.whole_paths = 0
        self.functions: set[str] = set()

    @property
    def now(self) -> Token:
        return self.tokens[self.place]

    def take(self) -> Token:
        token = self.tokens[self.place]
        self.place += 1
        return token

    def expect(self, text: str) -> None:
        if self.now.kind not in {"symbol", "operator"} or self.now.text != text:
            raise ExpressionError(f"{text!r} expected", self.now.place)
        self.place += 1

    def at(self, *texts: str) -> bool:
        return self.now.kind in {"symbol", "operator"} and self.now.text in texts

    def whole(self) -> Run:
        run = self.expression()
        if self.now.kind != "end":
            raise ExpressionError(f"unexpected {self.now.text!r}", self.now.place)
        return run

    def expression(self, at_least: int = 0) -> Run:
        self.depth += 1
        if self.depth > DEEPEST:
            raise ExpressionError("too deep", self.now.place)
        left = self.unary()
        while True:
            operator = self.now.text if self.now.kind in {"operator", "symbol"} else ""
            binding = _BINDING.get(operator, 0)
            if not binding or binding <= at_least:
                break
            self.take()
            left = _binary(operator, left, self.expression(binding))
        self.depth -= 1
        return left

    def unary(self) -> Run:
        if not self.at("-"):
            return self.path()
        self.take()
        operand = self.expression(_UNARY - 1) if self.at("-") else self.expression(_UNARY)
        return lambda c: -to_number(operand(c), c.environment.now.tzinfo)

    # paths

    def path(self) -> Run:
        token = self.now
        if token.kind in {"number", "string"} or self.at("(") or self._is_call():
            return self.after_primary(self.primary())
        if self.at("/", "//"):
            return self.absolute()
        return self.relative()

    def _is_call(self) -> bool:
        following = self.tokens[self.place + 1] if self.place + 1 < len(self.tokens) else self.now
        return (
            self.now.kind == "name"
            and following.text == "("
            and following.kind == "symbol"
            and self.now.text not in {"node", "text", "comment"}
        )

    def primary(self) -> Run:
        token = self.take()
        if token.kind == "number":
            number = float(token.text)
            return lambda c: number
        if token.kind == "string":
            text = token.text[1:-1]
            return lambda c: text
        if token.text == "(":
            inner = self.expression()
            self.expect(")")
            return inner
        return self.call(token)

    def call(self, name: Token) -> Run:
        self.expect("(")
        known = KNOWN.get(name.text)
        if known is None:
            raise ExpressionError(f"unknown function {name.text}()", name.place)
        self.functions.add(name.text)
        fewest, most, function = known
        arguments: list[Run] = []
        self.whole_paths += name.text in WHOLE
        while not self.at(")"):
            if arguments:
                self.expect(",")
            arguments.append(self.expression())
        self.whole_paths -= name.text in WHOLE
        self.take()
        if not fewest <= len(arguments) <= most:
            raise ExpressionError(f"{name.text}() with {len(arguments)} values", name.place)
        given = tuple(arguments)
        return lambda c: function(c, given)

    def after_primary(self, primary: Run) -> Run:
        predicates = self.predicates()
        steps = self.further_steps()
        if not predicates and not steps:
            return primary

        def run(context: Context) -> Value:
            nodes = primary(context)
            if not isinstance(nodes, list):
                return []
            for predicate in predicates:
                nodes = filtered(context, nodes, predicate)
            return walk(context, nodes, steps)

        return run

    def absolute(self) -> Run:
        steps: list[Step] = []
        if self.at("/"):
            self.take()
            if self._starts_step():
                steps.append(self.step())
        steps += self.further_steps()
        found = tuple(steps)
        one_meaning = bool(self.whole_paths) or any(step.predicates for step in found)

        def run(context: Context) -> Value:
            top = context.environment.root
            nodes = walk(context, (top,), found)
            return nodes if one_meaning else within_instance(context, nodes)

        return run

    def relative(self) -> Run:
        steps = (self.step(), *self.further_steps())
        if len(steps) == 1 and steps[0] == Step("self", "node()"):
            return lambda c: [c.node]
        return lambda c: walk(c, (c.node,), steps)

    def further_steps(self) -> tuple[Step, ...]:
        steps: list[Step] = []
        while self.at("/", "//"):
            if self.take().text == "//":
                steps.append(Step("descendant-or-self", "node()"))
            steps.append(self.step())
        return tuple(steps)

    def _starts_step(self) -> bool:
        return self.now.kind == "name" or self.at(".", "..", "@", "*")

    def step(self) -> Step:
        if self.at("."):
            self.take()
            return Step("self", "node()", self.predicates())
        if self.at(".."):
            self.take()
            return Step("parent", "node()", self.predicates())
        axis = "child"
        if self.at("@"):
            self.take()
            axis = "attribute"
        elif self.now.kind == "name" and self.tokens[self.place + 1].text == "::":
            named = self.take()
            axis = named.text
            if axis not in AXES:
                raise ExpressionError(f"unknown axis {axis}", named.place)
            self.take()
        return Step(axis, self.node_test(), self.predicates())

    def node_test(self) -> str:
        token = self.take()
        if token.text == "*":
            return "*"
        if token.kind != "name":
            raise ExpressionError(f"a name expected before {token.text!r}", token.place)
        if self.at("(") and token.text in {"node", "text", "comment"}:
            self.take()
            self.expect(")")
            return f"{token.text}()"
        local = token.text.rpartition(":")[2]
        return local

    def predicates(self) -> tuple[Run, ...]:
        found: list[Run] = []
        while self.at("["):
            self.take()
            found.append(self.expression())
            self.expect("]")
        return tuple(found)


def _binary(operator: str, left: Run, right: Run) -> Run:
    if operator == "or":
        return lambda c: value if to_boolean(value := left(c)) else right(c)
    if operator == "and":
        return lambda c: right(c) if to_boolean(value := left(c)) else value
    if operator in {"=", "!="}:
        unequal = operator == "!="
        return lambda c: equal(left(c), right(c), c.environment.now.tzinfo, unequal)
    if operator in _ORDER:
        return _ordering(_ORDER[operator], left, right)
    if operator == "|":
        return lambda c: _union(left(c), right(c))
    return _arithmetic(_ARITHMETIC[operator], left, right)


_ORDER: dict[str, Callable[[float, float], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


def _divide(a: float, b: float) -> float:
    if b:
        return a / b
    return math.nan if not a else math.copysign(math.inf, a) * math.copysign(1, b)


def _remainder(a: float, b: float) -> float:
    if not b or math.isinf(a):
        return math.nan
    return a if math.isinf(b) else math.fmod(a, b)


_ARITHMETIC: dict[str, Callable[[float, float], float]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "div": _divide,
    "mod": _remainder,
}


def _ordering(holds: Callable[[float, float], bool], left: Run, right: Run) -> Run:
    def run(context: Context) -> Value:
        zone = context.environment.now.tzinfo
        others = numbers_in(right(context), zone)
        return any(holds(a, b) for a in numbers_in(left(context), zone) for b in others)

    return run


def _arithmetic(operate: Callable[[float, float], float], left: Run, right: Run) -> Run:
    def run(context: Context) -> Value:
        zone = context.environment.now.tzinfo
        a, b = float(to_number(left(context), zone)), float(to_number(right(context), zone))
        if math.isnan(a) or math.isnan(b):
            return math.nan
        try:
            return float(operate(a, b))
        except OverflowError:
            return math.inf

    return run


def _union(left: Value, right: Value) -> Value:
    if not isinstance(left, list) or not isinstance(right, list):
        return []
    return list(dict.fromkeys([*left, *right]))
