"""`python -m bench [NAME …]`: run all benchmarks, or those named (files of this folder with `run() -> Table`)."""

import importlib
import os
import platform
import sys
from datetime import date
from pathlib import Path

from bench import Table


def names() -> list[str]:
    """Every benchmark there is."""
    return sorted(path.stem for path in Path(__file__).parent.glob("[!_]*.py"))


def machine() -> str:
    """What it ran on: cores, processor, system, Python."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    model = next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine())
    cores = sum(line.startswith("processor") for line in lines)
    return f"{cores} cores, {model}, {platform.system()}, Python {platform.python_version()}"


def main(asked: list[str]) -> int:
    known = names()
    if unknown := [name for name in asked if name not in known]:
        print(f"No benchmark {', '.join(unknown)}. There are: {', '.join(known)}.", file=sys.stderr)
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vises.config.settings")
    print(f"{date.today().isoformat()}, {machine()}\n")
    for name in asked or known:
        module = importlib.import_module(f"bench.{name}")
        if not hasattr(module, "run"):
            continue
        table: Table = module.run()
        print(table.text(), end="\n\n", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
