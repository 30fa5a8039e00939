"""What import contracts cannot see: relations given as strings, keys to people, words of rooms."""

import ast
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "vises"
ORDER = [
    "learning",
    "valorisation",
    "findings",
    "coding",
    "datasets",
    "collection",
    "instruments",
    "journeys",
    "programmes",
    "methodology",
    "network",
    "access",
    "accounts",
    "platform",
]


def test_relations_point_to_the_same_app_or_one_below() -> None:
    wrong = []
    for model in apps.get_models():
        own = model._meta.app_label
        if own not in ORDER:
            continue
        for field in model._meta.get_fields(include_hidden=True):
            target = getattr(field, "related_model", None)
            if target is None or field.auto_created or target._meta.app_label not in ORDER:
                continue
            if ORDER.index(target._meta.app_label) < ORDER.index(own):
                wrong.append(f"{model._meta.label}.{field.name} -> {target._meta.label}")
    assert wrong == []


def test_every_table_of_an_app_says_where_its_scope_is() -> None:
    """`access.fetch` needs it; a path that does not resolve would fail only when used."""
    from vises.apps.access.models import Scope

    open_tables = {"User", "Notice", "CalendarFeed", "Scope", "ScopeLink", "Territory"}
    open_tables |= {"MethodologyVersion", "MethodologyText", "MethodologyChange", "MethodologySupplement"}
    for model in apps.get_models():
        if not model.__module__.startswith("vises.apps") or model.__name__ in open_tables:
            continue
        current = model
        for part in getattr(model, "ACCESS_SCOPE", "scope").split("__"):
            current = current._meta.get_field(part).related_model
        assert current is Scope, model


def test_no_table_keeps_money_scores_or_ranks() -> None:
    forbidden = ("score", "rank", "rating", "price", "euro", "amount", "budget", "grade", "benchmark")
    for model in apps.get_models():
        if model.__module__.startswith("vises"):
            for field in model._meta.get_fields():
                assert not any(word in field.name for word in forbidden), f"{model._meta.label}.{field.name}"


def test_no_folder_is_called_helpers() -> None:
    names = {"utils", "helpers", "common", "base", "misc"}
    assert [p for p in SOURCE.rglob("*") if p.suffix in {"", ".py"} and p.stem in names] == []


def test_imports_hidden_in_functions_stay_few() -> None:
    """They measure cycles between our own modules. Allowed: `AppConfig.ready()` and the commands, which start
    Django first. Heavy libraries may be loaded where they are first needed."""
    hidden = []
    for path in SOURCE.rglob("*.py"):
        if path.name == "apps.py" or "ops" in path.relative_to(SOURCE).parts[:1]:
            continue
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
                hidden += [
                    f"{path.relative_to(SOURCE)}:{node.lineno}"
                    for node in ast.walk(function)
                    if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("vises")
                ]
    assert hidden == []


def test_every_problem_code_that_is_raised_has_a_wording() -> None:
    from vises.platform.problems import codes

    raised = set()
    for path in [*SOURCE.glob("apps/**/*.py"), *SOURCE.glob("platform/**/*.py"), *SOURCE.glob("web/**/*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in {"Problem", "NotFound", "Forbidden", "Conflict"}
                and node.args
                and isinstance(node.args[0], ast.Constant)
            ):
                raised.add(node.args[0].value)
    assert raised - codes() == set()


def test_no_template_has_inline_style_or_script() -> None:
    """The content security policy would silence them."""
    for path in SOURCE.rglob("templates/**/*.html"):
        text = path.read_text(encoding="utf-8")
        if "ops" in path.relative_to(SOURCE).parts[:1]:
            continue  # reports that stand alone in a file carry their own style sheet
        assert " style=" not in text and "<style" not in text and "onclick=" not in text, path
        assert "<script>" not in text, path
