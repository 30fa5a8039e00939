"""Subtitles and recordings written out: WebVTT and SubRip, as turns with their times."""

import html
import re

from vises.texts.talk import Talk, clean, of_lines, seconds_of

PAUSE = 3.0
"""Seconds of silence after which a new paragraph begins."""
PARAGRAPH = 500
"""Characters after which a paragraph ends with its sentence, where nobody is named."""

_TIME = r"(?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3}"
_CUE = re.compile(rf"^\s*(?P<start>{_TIME})\s*-->\s*(?P<end>{_TIME})")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+(?P<name>[^>]{1,80})>")
_TAG = re.compile(r"</?[a-zA-Z0-9:.][^>]{0,80}>")
_SPOKEN = re.compile(r"^(?P<name>[^\W\d_][^:\n<>]{0,38}?)\s?:\s+(?=\S)")


def read_subtitles(words: str) -> Talk:
    """The conversation in WebVTT or SubRip: what one person says in a row is one turn, with the time it begins.

    A voice is named by `<v Name>` or by "Name: " at the beginning of a cue. Styles and notes are left out.
    """
    lines: list[tuple[float | None, str]] = []
    speaker, ended = "", 0.0
    for start, end, said in _cues(words):
        for name, part in _voices(said):
            spoken = " ".join(part.split())
            if not spoken:
                continue
            before = lines[-1][1] if lines else ""
            full = len(before) > PARAGRAPH and before.endswith((".", "!", "?", "…"))
            if before and (name or speaker) == speaker and start - ended <= PAUSE and not full:
                lines[-1] = (lines[-1][0], f"{before} {spoken}")
            else:
                speaker = name or speaker
                lines.append((start, f"{speaker}: {spoken}" if speaker else spoken))
            ended = end
    return of_lines(lines)


def _cues(words: str) -> list[tuple[float, float, str]]:
    found: list[tuple[float, float, list[str]]] = []
    inside = False
    for line in clean(words).split("\n"):
        if cue := _CUE.match(line):
            found.append((seconds_of(cue["start"]), seconds_of(cue["end"]), []))
            inside = True
        elif not line.strip():
            inside = False
        elif inside:
            found[-1][2].append(line)
    return [(start, end, "\n".join(said)) for start, end, said in found]


def _voices(said: str) -> list[tuple[str, str]]:
    """The voices in one cue: (name or "", words)."""
    pieces = _VOICE.split(said)
    found = [("", pieces[0]), *zip(pieces[1::2], pieces[2::2], strict=True)]
    plain = []
    for name, part in found:
        part = html.unescape(_TAG.sub("", part))
        if not name and (spoken := _SPOKEN.match(part)) and len(spoken["name"].split()) <= 4:
            name, part = spoken["name"], part[spoken.end() :]
        plain.append((" ".join(html.unescape(name).replace(":", " ").split()), part))
    return plain
