"""A conversation as text: who speaks, and when. Lines are turns or paragraphs; offsets count characters.

The written form, which people may read and change before it is kept, sets time and speaker before the words:

    [00:12:03] Ginette : On venait pour la table.

The times are then kept apart, by line; "Ginette :" stays, since it is how one reads who speaks.
"""

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_LEFT_OUT = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\u00ad\u200b]")
LONGEST_LABEL = 40

_TIME = r"(?:\d{1,3}:)?[0-5]?\d:[0-5]\d(?:[.,]\d{1,3})?"
_TIMED = re.compile(rf"^[\[(]?(?P<time>{_TIME})(?:\s*(?:-->|-|–)\s*{_TIME})?[\])]?(?:\s+-\s+|\s*)(?P<rest>.*)$")
_ENDS_IN_TIME = re.compile(rf"^(?P<label>\S.{{0,{LONGEST_LABEL}}}?)(?:\s{{2,}}|\t+|\s*[\[(])(?P<time>{_TIME})[\])]?$")
# A label: up to four words that begin like a name, initials, or "[prénom 1]"; then a colon and words.
_LABEL = re.compile(
    r"^(?P<label>(?:\[[^\]\n]{1,38}\]|[^\W\d_][^\s:,;!?()\[\]\"«»]*\.?)"
    r"(?:[ \u00a0](?:\[[^\]\n]{1,38}\]|[^\s:,;!?()\[\]\"«»]+)){0,3}?)"
    r"[ \u00a0\u202f]?:(?=\s|$)"
)


@dataclass(frozen=True)
class Turn:
    """From here on somebody else speaks. `line` counts from 0; `start` is the offset of the line, label included;
    `seconds` since the recording began, where the file said so; `speaker` is "" where nobody is named."""

    line: int
    start: int
    speaker: str
    seconds: float | None = None


@dataclass(frozen=True)
class Talk:
    """A conversation: clean words, and the second at which some lines begin, by line."""

    body: str
    times: tuple[tuple[int, float], ...] = ()

    @property
    def turns(self) -> tuple[Turn, ...]:
        """Its turns, in order."""
        return turns(self.body, self.times)

    @property
    def speakers(self) -> tuple[str, ...]:
        """Who speaks, each once, in the order they begin."""
        return tuple(dict.fromkeys(turn.speaker for turn in self.turns if turn.speaker))

    @property
    def seconds(self) -> float:
        """The last time that is noted; 0 where none is."""
        return max((seconds for _, seconds in self.times), default=0.0)

    def written(self) -> str:
        """The form people read and change: a time before each line that has one."""
        lines = self.body.split("\n")
        for number, seconds in self.times:
            lines[number] = f"[{clock(seconds)}] {lines[number]}"
        return "\n".join(lines)


def clean(words: str) -> str:
    """One kind of line end, composed letters, no control characters, no spaces at line ends, at most one empty line.

    This is the text in which offsets count. Cleaning it again changes nothing.
    """
    words = re.sub("\r\n|[\r\v\x85\u2028]", "\n", words)
    words = unicodedata.normalize("NFC", _LEFT_OUT.sub("", re.sub("[\f\u2029]", "\n\n", words)))
    lines = [line.rstrip() for line in words.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class Cleaning:
    """A text cleaned, and where a place of it lies afterwards."""

    def __init__(self, raw: str) -> None:
        self._raw = raw
        self.body = clean(raw)
        # cleaning changes spaces, and letters into fewer: what is no space stays in its order
        self._solid = [] if self.body == raw else [at for at, sign in enumerate(self.body) if not sign.isspace()]
        self._counted = [(0, 0)]

    def place(self, start: int, end: int) -> tuple[int, int] | None:
        """The words from `start` to `end` in the clean text; None where no words are left of them."""
        if not 0 <= start < end <= len(self._raw):
            return None
        if self.body == self._raw:
            return start, end
        first, last = self._before(start), self._before(end)
        return (self._solid[first], self._solid[last - 1] + 1) if first < last <= len(self._solid) else None

    def _before(self, place: int) -> int:
        """How many signs that are no space the clean text has before this place."""
        number = bisect_right(self._counted, (place, len(self._raw)))
        at, found = self._counted[number - 1]
        if at == place:
            return found
        words = unicodedata.normalize("NFC", _LEFT_OUT.sub("", self._raw[at:place]))
        found += sum(not sign.isspace() for sign in words)
        self._counted.insert(number, (place, found))
        return found


def read_written(words: str) -> Talk:
    """The conversation in the written form; times in other usual places are understood too.

    A time may stand before the words, alone on its line, or after the speaker's name on a line of its own.
    """
    lines: list[tuple[float | None, str]] = []
    waiting: float | None = None  # a time, and perhaps a name, that stood alone: they belong to the next words
    name = ""
    for line in clean(words).split("\n"):
        seconds, rest, alone = _timed(line)
        if alone:
            waiting, name = seconds, rest
            continue
        if seconds is None and waiting is not None and rest:
            seconds, waiting = waiting, None
            rest, name = (f"{name}: {rest}" if name else rest), ""
        lines.append((seconds, rest))
    return of_lines(lines)


def of_lines(lines: Iterable[tuple[float | None, str]]) -> Talk:
    """A conversation of lines, each with the second at which it begins or None. Empty lines part paragraphs."""
    kept: list[str] = []
    times: list[tuple[int, float]] = []
    for seconds, line in lines:
        for number, part in enumerate(part.strip() for part in clean(line).split("\n")):
            if not part and (not kept or not kept[-1]):
                continue
            if number == 0 and seconds is not None and part:
                times.append((len(kept), round(seconds, 3)))
            kept.append(part)
    while kept and not kept[-1]:
        kept.pop()
    return Talk("\n".join(kept), tuple(times))


def _timed(line: str) -> tuple[float | None, str, bool]:
    """The time a line begins with, the rest of it, and whether time and name stand alone on it."""
    if found := _TIMED.match(line):
        rest = found["rest"].strip()
        bare = line[0] not in "[("
        # "10:30, on ouvrait" and "12:15 le bus part" are talk: without brackets, only a name may follow
        if not rest:
            return seconds_of(found["time"]), "", True
        if not bare or _label(rest):
            return seconds_of(found["time"]), rest, False
        if found["time"].count(":") == 2 or "-->" in line:
            named = len(rest) <= LONGEST_LABEL and bool(re.fullmatch(r"\w+ ?(?:\d+|[A-Z]\w*)?", rest))
            return seconds_of(found["time"]), rest, named
        return None, line, False
    if found := _ENDS_IN_TIME.match(line):
        label = found["label"].strip().rstrip(":").strip()
        if _label(f"{label}: x"):
            return seconds_of(found["time"]), label, True
    return None, line, False


def _label(line: str) -> str:
    found = _LABEL.match(line)
    if not found or len(found["label"]) > LONGEST_LABEL:
        return ""
    label = found["label"]
    return label if label[0] == "[" or label[0].isupper() else ""


def turns(body: str, times: Sequence[tuple[int, float]] = ()) -> tuple[Turn, ...]:
    """The turns of a clean text: lines that begin with a speaker's name, and lines at which a time is noted.

    A name before a colon is a speaker's when it comes back, or when most lines begin so: "Remarque : …" once
    in a story is not somebody who speaks.
    """
    at = dict(times)
    lines = body.split("\n")
    labels = [_label(line) for line in lines]
    often = Counter(label for label in labels if label)
    filled = sum(bool(line) for line in lines)
    mostly = often.total() >= 2 and often.total() * 2 >= filled
    found: list[Turn] = []
    start, speaker = 0, ""
    for number, (line, label) in enumerate(zip(lines, labels, strict=True)):
        named = label if label and (mostly or often[label] >= 2) else ""
        speaker = named or speaker
        if named or number in at:
            found.append(Turn(number, start, speaker, at.get(number)))
        start += len(line) + 1
    return tuple(found)


def after_label(body: str, start: int, end: int, speakers: Iterable[str]) -> int:
    """Where the words of a line from `start` begin once the speaker's name is read."""
    found = _LABEL.match(body[start:end])
    if found and found["label"] in set(speakers):
        rest = body[start + found.end() : end]
        return start + found.end() + len(rest) - len(rest.lstrip())
    return start


def seconds_of(time: str) -> float:
    """ "1:02:03.5" or "02:03,5" in seconds."""
    total = 0.0
    for part in time.replace(",", ".").split(":"):
        total = total * 60 + float(part)
    return total


def clock(seconds: float) -> str:
    """Seconds as "00:12:03", with a fraction only where there is one."""
    thousandths = round(seconds * 1000)
    whole, rest = divmod(thousandths, 1000)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}" + (f".{rest:03}" if rest else "")
