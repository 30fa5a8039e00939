from django.db import migrations

OUTSIDE = 5


def counted_before(apps, schema_editor):
    """What was published or printed before was counted from all passages there were."""
    Passage, ToldTheme = apps.get_model("coding", "Passage"), apps.get_model("coding", "ToldTheme")
    groups = {}
    for line, group in apps.get_model("journeys", "PlanLine").from_whom.through.objects.values_list(
        "planline_id", "stakeholder_id"
    ):
        groups.setdefault(line, []).append(group)
    found = {}
    rows = Passage.objects.filter(doubled=False).values_list(
        "code__scope_id",
        "code_id",
        "text_id",
        "text__origin__answer_id",
        "text__origin__answer__wave__line_id",
        "text__origin__document__stakeholder_id",
        "text__origin__document__people",
    )
    for scope, code, text, answer, line, group, people in rows.iterator():
        asked = groups.get(line, [])
        whose = group or (asked[0] if len(asked) == 1 else "")
        heard = found.setdefault((scope, code), {})
        before = heard.get(str(answer or text))
        heard[str(answer or text)] = [str(whose), people or 1, before[2] + 1 if before else 1]
    ToldTheme.objects.bulk_create(
        ToldTheme(scope_id=scope, code=code, heard=heard)
        for (scope, code), heard in found.items()
        if sum(people for _group, people, _passages in heard.values()) >= OUTSIDE
    )


class Migration(migrations.Migration):

    dependencies = [
        ("coding", "0014_counts_that_left"),
        ("collection", "0013_what_was_said_no_to"),
        ("journeys", "0013_sheets_with_what_is_typed_from_them"),
    ]

    operations = [
        migrations.RunPython(counted_before, migrations.RunPython.noop),
    ]
