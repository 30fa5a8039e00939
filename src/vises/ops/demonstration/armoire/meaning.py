"""Step 3, around the table: words beside numbers, what each group made of the findings, which were validated."""

from vises.apps.findings import services as findings
from vises.apps.findings.services import joint
from vises.apps.findings.services.returns import plan_return
from vises.ops.demonstration.armoire.interpreting import Ask
from vises.ops.demonstration.armoire.shelf import Shelf
from vises.ops.demonstration.source import Data


def lay_side_by_side(shelf: Shelf, ask: Ask) -> None:
    """The rows of words beside numbers, judged at the session where the group read them."""
    data = shelf.data("meaning")
    writer, session = shelf.actor("claire"), shelf.sessions[data["judged_at"]].id
    for row in (*data["rows"], data["beyond"]):
        made = joint.add_row(writer, shelf.id, row["names"]).id if "names" in row else None
        joint.fill_row(writer, shelf.id, made, _looked(shelf, row, ask))
        if "judgement" in row:
            joint.judge_row(writer, shelf.id, made, row["judgement"], row["why"], session)


def _looked(shelf: Shelf, row: Data, ask: Ask) -> joint.Looked:
    return joint.Looked(
        themes=[shelf.themes[key].id for key in row["themes"]],
        numbers=[ask(one["question"], one["group"], one["category"]) for one in row.get("numbers", ())],
        questions=[(shelf.wave.id, name) for name in row.get("questions", ())],
        records=[shelf.records[key].id for key in row.get("records", ())],
    )


def hear_groups(shelf: Shelf) -> None:
    """What each group understood of the findings at the restitution, what was validated, what each got back."""
    data = shelf.data("meaning")
    writer, session = shelf.actor("claire"), shelf.sessions[data["heard_at"]].id
    for key, groups in data["heard"].items():
        heard = [
            findings.Heard(shelf.groups[group].id, said.get("understands", {}), said.get("disagrees", {}))
            for group, said in groups.items()
        ]
        findings.record_heard(writer, shelf.findings[key].id, session, heard)
    for key in data["validated"]:
        findings.say_validated(writer, shelf.findings[key].id, session_id=session)
    for key, why in data["not_validated"].items():
        findings.say_validated(writer, shelf.findings[key].id, because=why)
    for group, gets in data["brought_back"].items():
        cited = [shelf.findings[key].id for key in gets["findings"]]
        back = {"shapes": gets["shapes"], "findings": cited, "note": gets.get("note", "")}
        plan_return(writer, shelf.id, shelf.groups[group].id, **back)
