"""Check the counts of programmes against what is said of each enterprise, or mend them."""

import sys
from collections.abc import Sequence

import django


def run(argv: Sequence[str]) -> int:
    """`vises recount` says how many enterprises are counted wrongly (status 1 if any); `vises recount mend` counts
    those anew. Nothing but somebody writing past the services makes one wrong.
    """
    words = list(argv)
    if words not in ([], ["mend"]):
        print("Use: vises recount [mend]", file=sys.stderr)
        return 2
    django.setup()
    from vises.apps.journeys.services.standing import count_anew, miscounted

    wrong = miscounted()
    if words and wrong:
        count_anew(wrong)
        print(f"{len(wrong)} counted anew.")
        return 0
    print(f"{len(wrong)} counted wrongly." if wrong else "All are counted rightly.")
    return 1 if wrong else 0
