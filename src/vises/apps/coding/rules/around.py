"""The words around a place of a text. Pure."""


def around(body: str, start: int, end: int, size: int, first: int = 0, last: int | None = None) -> tuple[str, str]:
    """What stands before `start` and after `end`, between `first` and `last`: at most `size` characters on either
    side, in whole words, with an ellipsis where there is more.
    """
    last = len(body) if last is None else last
    before, after = body[max(first, start - size) : start], body[end : min(last, end + size)]
    if start - size > first:
        before = "… " + (before.split(None, 1)[1] if len(before.split(None, 1)) > 1 else "")
    if end + size < last:
        after = (after.rsplit(None, 1)[0] if len(after.rsplit(None, 1)) > 1 else "") + " …"
    return before.lstrip(), after.rstrip()
