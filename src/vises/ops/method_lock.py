"""`vises method-lock check | write`: are the released versions of the method as they were."""

import sys

import django


def run(argv: list[str]) -> int:
    django.setup()
    from vises.kernel.problems import Problem
    from vises.ops import content
    from vises.platform.problems import word

    if argv not in (["check"], ["write"]):
        print("vises method-lock check | write", file=sys.stderr)
        return 2
    try:
        if argv == ["write"]:
            content.write_lock()
        elif content.lock_differs():
            print("A released version of the method differs from its lock.", file=sys.stderr)
            return 1
    except Problem as problem:
        print(word(problem), file=sys.stderr)
        return 2
    return 0
