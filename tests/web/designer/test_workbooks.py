"""Workbooks of others in the designer: every page of every one opens, and what goes out asks the same."""

from pathlib import Path
from typing import Any

from django.urls import reverse

from vises.apps.access.actor import SYSTEM
from vises.apps.instruments import services
from vises.apps.instruments.queries import drafts as reading
from vises.apps.instruments.services import drafts
from vises.kernel.problems import Problem
from vises.xforms import parse_xform


def test_every_page_of_every_sample_opens_and_publishing_it_unchanged_asks_the_same(
    as_user: Any, world: Any, line: Any, shared: Path
) -> None:
    claire, client, seen = world.actor("claire"), as_user("claire"), 0
    for path in sorted((shared / "standards" / "xlsform").rglob("*.xls*")):
        try:
            file = (path.read_bytes(), path.name)
            version = services.write_questionnaire(
                SYSTEM, line.id, titles={"fr": path.stem}, xlsform=file, another=True
            )
        except Problem:
            continue  # a sample that is broken on purpose
        seen += 1
        draft = drafts.draft_of(claire, version.id)
        view = reading.draft(claire, draft.id)
        place = [line.journey_id, draft.id]
        for name in ("draft", "draft-add", "draft-translations", "draft-preview", "draft-try", "draft-publish"):
            assert client.get(reverse(name, args=place)).status_code == 200, (path.name, name)
        for item in view.outline.items[:25]:
            for name in ("draft-item", "draft-condition"):
                answer = client.get(reverse(name, args=[*place, item.id]))
                assert answer.status_code == 200, (path.name, item.id, name)
        again = drafts.publish_draft(claire, draft.id, saw=0)
        before, after = parse_xform(version.xform), parse_xform(again.xform)
        assert [(q.name, q.kind, q.labels, q.choices) for q in after.questions] == [
            (q.name, q.kind, q.labels, q.choices) for q in before.questions
        ], path.name
        assert {ref: bind.relevant and bind.relevant.source for ref, bind in after.binds.items()} == {
            ref: bind.relevant and bind.relevant.source for ref, bind in before.binds.items()
        }, path.name
    assert seen > 8
