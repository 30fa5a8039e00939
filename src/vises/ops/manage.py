"""Django's own commands."""

import django
from django.core.management import execute_from_command_line


def run(argv: list[str]) -> int:
    django.setup()
    execute_from_command_line(["vises manage", *argv])
    return 0
