"""regex(): whether a pattern is found in a text, in time that grows with length times pattern, never faster.

Patterns come from questionnaires that anybody may upload, and Python's `re` can be made to run for years by a
pattern with repetitions inside repetitions. Such patterns are walked as a set of states (Thompson 1968) instead of
by trying; what that cannot express (back references, looking around) is then refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from re import _constants, _parser
from typing import Any

LONGEST_SUBJECT = 20_000
MOST_STATES = 4_000
LONGEST_PATTERN = 2_000

Test = Callable[[str], bool]
_LOOPS = {_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT}


def matches(text: str, pattern: str) -> bool:
    """Whether `pattern` is found somewhere in `text`. A pattern that cannot be used finds nothing."""
    test = tester(pattern)
    return test is not None and test(text[:LONGEST_SUBJECT])


@lru_cache(maxsize=512)
def tester(pattern: str) -> Test | None:
    """A test for `pattern`, or None where it is no pattern or one that cannot be bounded."""
    if len(pattern) > LONGEST_PATTERN:
        return None
    try:
        tree = _parser.parse(pattern)
        if not _costly(tree):
            compiled = re.compile(pattern)
            return lambda text: compiled.search(text) is not None
        machine = _Machine()
        machine.build(tree)
    except (re.error, RecursionError, OverflowError, _Unbounded):
        return None
    return machine.found_in


class _Unbounded(Exception):
    """The pattern uses what a set of states cannot express, or too many of them."""


def _inner(argument: object) -> Iterable[Any]:
    if isinstance(argument, _parser.SubPattern):
        yield argument
    elif isinstance(argument, tuple | list):
        for part in argument:
            yield from _inner(part)


def _costly(tree: Any, within: int = 0) -> bool:
    """Whether trying could be slow: loops in loops, alternatives in loops, or several open loops in a row."""
    loops = 0
    for operator, argument in tree:
        loop = operator in _LOOPS and argument[1] > 1
        if loop:
            loops += argument[1] > 20
            if within or loops > 3 or argument[0] > 200:
                return True
        if operator is _constants.BRANCH and within:
            return True
        if any(_costly(part, within + loop) for part in _inner(argument)):
            return True
    return False


_SPLIT, _TAKE, _AT, _END = range(4)
_State = list[Any]


class _Machine:
    def __init__(self) -> None:
        self.states: list[_State] = []

    def add(self, *state: Any) -> int:
        if len(self.states) >= MOST_STATES:
            raise _Unbounded
        self.states.append(list(state))
        return len(self.states) - 1

    def build(self, tree: Any) -> None:
        self.end = self.add(_END)
        self.first = self.sequence(list(tree), self.end)

    def sequence(self, items: Sequence[Any], after: int) -> int:
        for operator, argument in reversed(items):
            after = self.item(operator, argument, after)
        return after

    def item(self, operator: Any, argument: Any, after: int) -> int:
        if operator is _constants.LITERAL:
            return self.add(_TAKE, lambda c, code=argument: ord(c) == code, after)
        if operator is _constants.NOT_LITERAL:
            return self.add(_TAKE, lambda c, code=argument: ord(c) != code, after)
        if operator is _constants.ANY:
            return self.add(_TAKE, lambda c: c != "\n", after)
        if operator is _constants.IN:
            return self.add(_TAKE, _set_test(argument), after)
        if operator is _constants.AT:
            return self.add(_AT, argument, after)
        if operator is _constants.BRANCH:
            return self.add(_SPLIT, [self.sequence(list(branch), after) for branch in argument[1]])
        if operator is _constants.SUBPATTERN:
            return self.sequence(list(argument[3]), after)
        if operator in _LOOPS:
            return self.loop(argument[0], argument[1], list(argument[2]), after)
        raise _Unbounded

    def loop(self, least: int, most: int, items: Sequence[Any], after: int) -> int:
        if most is _constants.MAXREPEAT:
            split = self.add(_SPLIT, [])
            self.states[split][1] = [self.sequence(items, split), after]
            start = split
        else:
            start = after
            for _ in range(most - least):
                start = self.add(_SPLIT, [self.sequence(items, start), after])
        for _ in range(least):
            start = self.sequence(items, start)
        return start

    def found_in(self, text: str) -> bool:
        current: set[int] = set()
        for place in range(len(text) + 1):
            self.reach(self.first, text, place, current)
            if self.end in current:
                return True
            if place == len(text):
                break
            following: set[int] = set()
            for number in current:
                state = self.states[number]
                if state[0] == _TAKE and state[1](text[place]):
                    self.reach(state[2], text, place + 1, following)
            current = following
        return self.end in current

    def reach(self, number: int, text: str, place: int, into: set[int]) -> None:
        waiting = [number]
        while waiting:
            number = waiting.pop()
            if number in into:
                continue
            into.add(number)
            state = self.states[number]
            if state[0] == _SPLIT:
                waiting += state[1]
            elif state[0] == _AT and _stands(state[1], text, place):
                waiting.append(state[2])


def _word(character: str) -> bool:
    return character.isalnum() or character == "_"


def _stands(where: Any, text: str, place: int) -> bool:
    if where in (_constants.AT_BEGINNING, _constants.AT_BEGINNING_STRING):
        return place == 0
    if where is _constants.AT_END:
        return place == len(text) or (place == len(text) - 1 and text[place] == "\n")
    if where is _constants.AT_END_STRING:
        return place == len(text)
    before = place > 0 and _word(text[place - 1])
    after = place < len(text) and _word(text[place])
    if where is _constants.AT_BOUNDARY:
        return before != after
    return before == after


_CATEGORIES: dict[Any, Callable[[str], bool]] = {
    _constants.CATEGORY_DIGIT: str.isdecimal,
    _constants.CATEGORY_NOT_DIGIT: lambda c: not c.isdecimal(),
    _constants.CATEGORY_SPACE: str.isspace,
    _constants.CATEGORY_NOT_SPACE: lambda c: not c.isspace(),
    _constants.CATEGORY_WORD: _word,
    _constants.CATEGORY_NOT_WORD: lambda c: not _word(c),
}


def _set_test(parts: Sequence[Any]) -> Test:
    negated = bool(parts) and parts[0][0] is _constants.NEGATE

    def holds(character: str) -> bool:
        code = ord(character)
        for operator, argument in parts:
            if operator is _constants.LITERAL and code == argument:
                return not negated
            if operator is _constants.RANGE and argument[0] <= code <= argument[1]:
                return not negated
            if operator is _constants.CATEGORY and _CATEGORIES[argument](character):
                return not negated
        return negated

    return holds
