"""`vises COMMAND …`: every command, found by its name."""

import importlib
import os
import sys
from collections.abc import Sequence

COMMANDS = {
    "analyse": ("vises.ops.analyse.command", "analyse answers to an XLSForm: report.html and results.json"),
    "check": ("vises.ops.check.command", "say whether a questionnaire is sound"),
    "serve": ("vises.ops.serve", "serve the pages with a worker beside"),
    "worker": ("vises.ops.worker", "do jobs"),
    "access-table": ("vises.ops.access_table", "print role, verb, condition as CSV"),
    "catalogues": ("vises.ops.catalogues", "update, check or compile the translations"),
    "method-lock": ("vises.ops.method_lock", "check the method's versions against their lock, or write it"),
    "recount": (
        "vises.ops.recount",
        "check the counts of programmes against what is said of each enterprise, or mend them",
    ),
    "sentences": (
        "vises.ops.sentences",
        "say which notes are found by their meaning, find them all again, or forget it",
    ),
    "static": ("vises.ops.static", "gather the files that pages load"),
    "manage": ("vises.ops.manage", "Django's own commands"),
}
ALONE = {"analyse", "check"}
"""Commands that need neither database nor pages."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; exit status 0 is well, 2 is bad input, 1 is a fault of ours."""
    words = list(sys.argv[1:] if argv is None else argv)
    alone = bool(words) and words[0] in ALONE
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"vises.config.{'alone' if alone else 'settings'}")
    if not words or words[0] not in COMMANDS:
        for name, (_, does) in COMMANDS.items():
            print(f"  vises {name:<14} {does}")
        return 0 if not words or words[0] in {"-h", "--help", "help"} else 2
    module = importlib.import_module(COMMANDS[words[0]][0])
    status: int = module.run(words[1:])
    return status


if __name__ == "__main__":
    sys.exit(main())
