"""Step 3: themes and passages, findings with evidence for and against, restitution, decisions to improve."""

import uuid
from collections.abc import Callable

from vises.apps.coding import services as coding
from vises.apps.findings import services as findings
from vises.ops.demonstration.armoire.shelf import Shelf
from vises.ops.demonstration.source import Data
from vises.ops.demonstration.words import unmark

Ask = Callable[[str, str, str], uuid.UUID]
"""The analysis that counts how many of a group gave an answer: question, group, category."""


def code_texts(shelf: Shelf, data: Data, documents: dict[str, uuid.UUID]) -> None:
    """The codebook, and every passage that is marked in the texts."""
    writer = shelf.actor("claire")
    for theme in data["themes"]:
        shelf.themes[theme["key"]] = coding.add_code(
            writer, shelf.id, names=theme["names"], definitions=theme["definitions"]
        )
    for name, document_id in documents.items():
        body, passages = unmark(shelf.source.text(f"armoire/texts/{name}.txt"))
        text = coding.take_in(writer, document_id)
        if text.body != body.strip():
            raise ValueError(f"{name}: the text that is coded is not the one that is marked")
        for passage in passages:
            row = coding.mark(writer, text.id, shelf.themes[passage.theme].id, passage.start, passage.end)
            if passage.name:
                shelf.passages[passage.name] = row


def write_findings(shelf: Shelf, ask: Ask) -> None:
    """Findings, each with what speaks against it; strength as the group judged it; dissent kept."""
    data = shelf.data("findings")
    writer = shelf.actor("claire")
    for finding in data["findings"]:
        row = findings.write_finding(
            writer,
            shelf.id,
            label=finding["key"],
            statements=finding["statements"],
            limits=finding["limits"],
            unexpected=finding.get("unexpected", False),
            negative=finding.get("negative", False),
            effects=finding["effects"],
            practice=finding["practice"],
        )
        shelf.findings[finding["key"]] = row
        for item in finding["evidence"]:
            _add_evidence(shelf, row.id, item, ask)
        findings.judge(writer, row.id, finding["strength"], shelf.sessions["reading"].id, finding["why"])
        if "dissent" in finding:
            kept = finding["dissent"]
            findings.keep_dissent(
                writer,
                row.id,
                kept["texts"],
                stakeholder_id=shelf.groups[kept["who"]].id,
                said_by=kept["by"],
            )


def _add_evidence(shelf: Shelf, finding_id: uuid.UUID, item: Data, ask: Ask) -> None:
    cited: dict[str, uuid.UUID] = {}
    if "analysis" in item:
        number = item["analysis"]
        cited["analysis_id"] = ask(number["question"], number["group"], number["category"])
    elif "passage" in item:
        cited["passage_id"] = shelf.passages[item["passage"]].id
    elif "theme" in item:
        cited["code_id"] = shelf.themes[item["theme"]].id
    elif "practice" in item:
        told = shelf.practices[item["practice"]["day"]].practices
        cited["practice_id"] = told.get(aspect=item["practice"]["aspect"]).id
    else:
        cited["records_id"] = shelf.records[item["records"]].id
    findings.add_evidence(shelf.actor("claire"), finding_id, side=item["side"], says=item["says"], **cited)


def bring_back(shelf: Shelf) -> None:
    """The restitution, what it changed in the findings, and what is decided."""
    data = shelf.data("findings")
    writer = shelf.actor("claire")
    for finding in data["findings"]:
        row = shelf.findings[finding["key"]]
        if "reworded" in finding:
            findings.reword(writer, row.id, finding["reworded"]["statements"], finding["reworded"]["why"])
        findings.say_state(writer, row.id, finding.get("state", "shared"))
    restitution = data["restitution"]
    findings.record_restitution(
        writer,
        shelf.sessions[restitution["session"]].id,
        changed=restitution["changed"],
        contested=restitution["contested"],
        supports=restitution["supports"],
        language=restitution["language"],
    )
    for decision in data["improvements"]:
        findings.decide_improvement(
            writer,
            shelf.id,
            what=decision["what"],
            who=decision["who"],
            on=shelf.source.on(decision["on"]),
            finding_id=shelf.findings[decision["finding"]].id,
            next_cycle=decision.get("next_cycle", False),
        )
