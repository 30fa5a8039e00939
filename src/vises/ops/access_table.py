"""Print the access table as CSV: role, verb, condition."""

import csv
import sys

from vises.apps.access.rules import TABLE


def run(argv: list[str]) -> int:
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["role", "verb", "condition"])
    for grant in TABLE:
        condition = {"own": "held here", "above": "held above", "below": "held in something that lies here"}[grant.via]
        out.writerow([grant.role, grant.verb, condition + (", if opened by the enterprise" if grant.opened else "")])
    return 0
