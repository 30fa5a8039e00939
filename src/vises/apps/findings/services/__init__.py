"""Writes of findings, restitution and improvements."""

from vises.apps.findings.services.evidence import add_evidence, remove_evidence, see_evidence
from vises.apps.findings.services.findings import (
    change_finding,
    judge,
    keep_dissent,
    reword,
    say_state,
    write_finding,
)
from vises.apps.findings.services.improvements import (
    begin_next_cycle,
    decide_improvement,
    record_outcome,
)
from vises.apps.findings.services.interpretation import Heard, record_heard, say_validated
from vises.apps.findings.services.restitution import record_restitution

__all__ = [
    "Heard",
    "add_evidence",
    "begin_next_cycle",
    "change_finding",
    "decide_improvement",
    "judge",
    "keep_dissent",
    "record_heard",
    "record_outcome",
    "record_restitution",
    "remove_evidence",
    "reword",
    "say_state",
    "say_validated",
    "see_evidence",
    "write_finding",
]
