"""House promises about the code itself."""

from __future__ import annotations

import ast
import importlib
import re
from functools import cache
from pathlib import Path

import pytest

from lippen.server import handbook

SOURCE = Path(__file__).resolve().parents[2] / "src" / "lippen"
DOMAINS = ("organisation", "casework", "care", "improvement", "reporting")


def action_modules() -> list[Path]:
    """The modules that hold what people do."""
    return [
        path
        for domain in DOMAINS
        for path in (*SOURCE.glob(f"{domain}/actions.py"), *SOURCE.glob(f"{domain}/actions/*.py"))
    ]


@cache
def functions_in(path: Path) -> dict[str, ast.FunctionDef]:
    """The functions of a module, by their names."""
    return {found.name: found for found in ast.parse(path.read_text()).body if isinstance(found, ast.FunctionDef)}


@cache
def names_of_tests() -> str:
    """The name of every test beside what it tests, in one line."""
    return " ".join(re.findall(r"def (test_\w+)", "".join(p.read_text() for p in SOURCE.glob("*/tests/test_*.py"))))


def atomic_functions(path: Path) -> list[ast.FunctionDef]:
    """Functions under the atomic decorator: the things that a person does."""
    return [
        node
        for node in functions_in(path).values()
        if any(ast.unparse(mark).startswith("atomic") for mark in node.decorator_list)
    ]


CASES = [
    pytest.param(path, node, id=f"{path.parent.name}.{node.name}")
    for path in action_modules()
    for node in atomic_functions(path)
]


@pytest.mark.parametrize(("path", "node"), CASES)
def test_an_action_takes_its_actor_and_moment_by_keyword(path: Path, node: ast.FunctionDef) -> None:
    names = {argument.arg for argument in node.args.kwonlyargs}
    assert not node.args.args
    assert {"actor", "at"} <= names


def reaches_audit(
    node: ast.FunctionDef, functions: dict[str, ast.FunctionDef], seen: frozenset[str] = frozenset()
) -> bool:
    """Whether the function, or one of its module that it calls, writes an audit row."""
    called = {ast.unparse(call.func) for call in ast.walk(node) if isinstance(call, ast.Call)}
    if "audit.record" in called:
        return True
    own = [functions[name] for name in called if name in functions and name not in seen]
    return any(reaches_audit(inner, functions, seen | {node.name}) for inner in own)


@pytest.mark.parametrize(("path", "node"), CASES)
def test_an_action_leaves_an_audit_entry(path: Path, node: ast.FunctionDef) -> None:
    assert reaches_audit(node, functions_in(path))


@pytest.mark.parametrize(("path", "node"), CASES)
def test_an_action_says_what_it_does(path: Path, node: ast.FunctionDef) -> None:
    assert ast.get_docstring(node)


def test_there_are_no_signals_and_no_logic_in_save() -> None:
    offenders = [
        str(path)
        for path in SOURCE.rglob("*.py")
        if "tests" not in path.parts and ("@receiver" in path.read_text() or "def save(self" in path.read_text())
    ]
    assert offenders == []


def test_nothing_is_called_core_common_utils_helpers_or_services() -> None:
    banned = {"core", "common", "utils", "helpers", "services"}
    assert [str(path) for path in SOURCE.rglob("*") if path.stem in banned] == []


def test_only_the_outermost_layer_asks_the_clock() -> None:
    inner = {"models.py", "rules.py", "queries.py", "actions.py", "vocabulary.py", "datasets.py"}
    offenders = [
        str(path.relative_to(SOURCE))
        for domain in DOMAINS
        for path in (SOURCE / domain).rglob("*.py")
        if (path.name in inner or {"queries", "actions", "models"} & set(path.parts))
        and "tests" not in path.parts
        and (
            "clock.now(" in path.read_text() or "clock.today(" in path.read_text() or "timezone.now" in path.read_text()
        )
    ]
    assert offenders == []


@pytest.mark.parametrize("domain", ["kernel", *DOMAINS])
def test_every_model_field_is_declared_keep_scrub_or_retain_until(domain: str) -> None:
    from django.apps import apps

    declared = importlib.import_module(f"lippen.{domain}.retention").FIELDS
    fields = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config(domain).get_models()
        for field in model._meta.local_fields
    }
    assert fields == set(declared)
    assert all(word in {"keep", "scrub"} or word.startswith("retain:") for word in declared.values())


@pytest.mark.parametrize("rule", handbook.rules(), ids=lambda rule: rule.key)
def test_a_rule_has_key_sentence_source_start_and_a_test_whose_name_holds_its_key(rule) -> None:
    assert rule.sentence.endswith(".") and rule.source and rule.in_force_from
    package, _, word = rule.key.partition(".")
    is_named = re.search(rf"{package}_{word}|\btest_{word}", names_of_tests()) is not None
    assert is_named, f"no test's name holds {rule.key}"
