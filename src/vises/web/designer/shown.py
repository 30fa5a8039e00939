"""A draft as its pages show it."""

from dataclasses import dataclass

from vises.apps.instruments.queries.drafts import DraftView
from vises.web.designer.words import CHIPS, condition_words, limits_words, said
from vises.xforms.design import Item, Outline


@dataclass(frozen=True)
class Row:
    """A question or group in the list."""

    item: Item
    label: str
    chip: str
    condition: str
    limits: str
    later: tuple[str, ...]
    missing: int  # translations that are not there
    stale: int  # translations whose source changed
    remarks: int  # still open
    up: bool
    down: bool
    ends: tuple[Item, ...]  # groups that end after it


def rows_of(view: DraftView) -> list[Row]:
    """The list of a draft."""
    shown = view.outline
    items = shown.items
    places = {row: place for place, row in enumerate(shown.rows)}
    found = []
    for place, item in enumerate(items):
        following = items[place + 1] if place + 1 < len(items) else None
        inside = (*item.inside, item.id) if item.is_group else item.inside
        stay = set(following.inside) if following else set()
        ends = tuple(one for id_ in reversed(inside) if id_ not in stay and (one := shown.item(id_)) is not None)
        last = places[item.end if item.is_group else item.id] == len(places) - 1
        found.append(
            Row(
                item=item,
                label=said(item.labels, shown.main) or _columns(shown, item) or item.name or item.type,
                chip=str(CHIPS[item.kind]),
                condition=condition_words(shown, item) if item.formula else "",
                limits=limits_words(item.limits) if item.limits else "",
                later=tuple(said(one.labels, shown.main) for name in item.later if (one := shown.named(name))),
                missing=missing_in(shown, item),
                stale=sum(1 for id_, _, _ in shown.stale if id_ == item.id or id_ in {c.id for c in item.choices}),
                remarks=sum(1 for remark in view.remarks_on(item.id) if not remark.settled),
                up=places[item.id] > 0,
                down=not last,
                ends=ends,
            )
        )
    return found


def _columns(shown: Outline, item: Item) -> str:
    """What the head of a grid names."""
    return " · ".join(said(choice.labels, shown.main) for choice in item.choices) if item.kind == "head" else ""


def missing_in(shown: Outline, item: Item) -> int:
    """How many texts a question lacks in the other languages of the questionnaire."""
    texts = [item.labels, item.hints, item.messages, *(choice.labels for choice in item.choices)]
    return sum(
        1 for language in shown.languages[1:] for text in texts if text.get(shown.main) and not text.get(language)
    )


def places_for(view: DraftView, id_: str) -> list[tuple[str, int, Item | None]]:
    """Where a question may go: after which row, 0 after a question, 1 as the first of a group, 2 after a group; ("", 3)
    is the beginning.
    """
    shown = view.outline
    start, stop = shown.block(id_)
    own = set(shown.rows[start:stop])
    ends = {item.end: item for item in shown.items if item.is_group}
    found: list[tuple[str, int, Item | None]] = [("", 3, None)]
    for row in shown.rows:
        if row in own:
            continue
        if row in ends:
            found.append((row, 2, ends[row]))
        elif (item := shown.item(row)) is not None:
            found.append((row, 1 if item.is_group else 0, item))
    now = shown.rows[start - 1] if start else ""
    return [one for one in found if one[0] != now]
