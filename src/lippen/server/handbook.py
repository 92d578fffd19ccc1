"""`python -m lippen.server.handbook`: writes docs/generated/ from the code and from a database made by it.

A house test compares the pages with what this would write now.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from lippen.kernel.rules import Rule
from lippen.kernel.standards import Standard, Version
from lippen.server.catalogue import Lock, Table, tables
from lippen.server.grants import Connection
from lippen.server.places import CHECKOUT

PLACE = CHECKOUT / "docs" / "generated"
MADE = "<!-- Made by `python -m lippen.server.handbook`. Do not edit: change the code, then make it anew. -->"


def pages(connection: Connection) -> dict[str, str]:
    """Every page by its file name."""
    return {"rules.md": rules_page(), "permissions.md": permissions_page(), "tables.md": tables_page(connection)}


def rules() -> list[Rule]:
    """Every rule that a package declares, by key."""
    import lippen

    names = [f"lippen.{package.name}.rules" for package in pkgutil.iter_modules(lippen.__path__)]
    modules = [importlib.import_module(name) for name in names if importlib.util.find_spec(name)]
    each = (rule for module in modules for value in vars(module).values() for rule in rules_in(value))
    found = {(rule.key, rule.in_force_from): rule for rule in each}
    return [found[place] for place in sorted(found)]


def rules_in(value: object) -> Iterator[Rule]:
    """A rule, the versions of a standard, or the rules of a tuple or a dictionary of them."""
    if isinstance(value, Rule):
        yield value
    elif isinstance(value, Standard):
        yield from value.versions
    elif isinstance(value, dict):
        yield from rules_in(tuple(value.values()))
    elif isinstance(value, tuple | list | frozenset):
        for each in value:
            yield from rules_in(each)


def rules_page() -> str:
    """Each rule with its sentence, its source and its days."""
    lines = [
        "Each rule is written once, as an object in its package's `rules.py`, and tested by a test that names it.",
        "",
    ]
    for package, group in groupby(rules(), key=lambda rule: rule.key.split(".")[0]):
        lines += [f"## {package}", "", *rows_of(list(group)), ""]
    return page("Rules", lines)


def rows_of(found: list[Rule]) -> list[str]:
    """The rules of one package; of practice standards also the limit, and how sure it is."""
    if not any(isinstance(rule, Version) for rule in found):
        rows = [(f"`{rule.key}`", rule.sentence, rule.source, days_of(rule)) for rule in found]
        return table(("Key", "Rule", "Source", "In force"), rows)
    versions = [rule for rule in found if isinstance(rule, Version)]
    told = [
        (f"`{each.key}`", each.sentence, limit_of(each), each.sure.value, each.source, days_of(each))
        for each in versions
    ]
    return table(("Key", "Standard", "Limit", "How sure", "Source", "In force"), told)


def limit_of(version: Version) -> str:
    """How long a standard gives, or what must be there at least."""
    return (
        str(version.limit) if version.limit else ", ".join(f"{count} {what}" for what, count in version.least.items())
    )


def days_of(rule: Rule) -> str:
    """From when until when; the end is not included."""
    until = f" until {rule.in_force_until.isoformat()}" if rule.in_force_until else ""
    return f"from {rule.in_force_from.isoformat()}{until}"


def permissions_page() -> str:
    """Which role may do what, and who may come to which page."""
    from lippen.kernel.access import Permission
    from lippen.organisation.roles import WORDS, Role, roles_with

    def names(roles: Iterable[str]) -> str:
        held = set(roles)
        if held == set(Role):
            return "everyone signed in"
        return "; ".join(WORDS[role].lower() for role in Role if role in held) or "anyone, signed in or not"

    may = [(permission.value.replace("_", " "), names(roles_with(permission))) for permission in Permission]
    lines = ["Which records somebody sees is a question apart: see the locks in [tables](tables.md).", ""]
    lines += ["## What each role may do", "", *table(("To", "May"), may), ""]
    return page("Permissions", [*lines, *pages_by_package(names)])


def pages_by_package(names: Callable[[Iterable[str]], str]) -> list[str]:
    """The access table as it stands, the pages of one package after the other."""
    from lippen.web.access_table import PACKAGES

    lines = ["## Who may come to which page", ""]
    for package in PACKAGES:
        rows = [
            (f"`{line.name}`", line.words, ", ".join(sorted(line.methods - {"HEAD"})), names(line.roles), noted(line))
            for line in package.LINES
        ]
        title = package.__name__.rsplit(".", 1)[-1]
        lines += [f"### {title}", "", *table(("Page", "What for", "By", "Who", "Audited as"), rows), ""] if rows else []
    return lines


def noted(line: object) -> str:
    """What the audit trail calls a read, and where the page is only there when it is turned on."""
    only = {"demo_only": "demonstration only", "public_pages_only": "where public pages are on"}
    words = [words for name, words in only.items() if getattr(line, name)]
    audit = getattr(line, "audit", None)
    return "; ".join([f"`{audit}`"] * bool(audit) + words)


def tables_page(connection: Connection) -> str:
    """Every table: what it holds, what becomes of it, who may read and write it, which rows."""
    lines = [
        "Rights are the database's own: no role but the owner holds any other. A table with locks (row-level security,",
        "forced, also for its owner) shows a role only the rows for which its condition holds, and nothing when no",
        "actor is set. Fields that are kept hold no personal data, or are needed to answer for what was done.",
        "",
    ]
    for package, group in groupby(tables(connection), key=lambda each: each.name.split("_")[0]):
        lines += [f"## {package}", ""]
        for each in group:
            lines += told(each)
    return page("Tables", lines)


def told(each: Table) -> list[str]:
    """One table."""
    fields = "; ".join(f"{word.replace('retain:', 'retain ')} ({count})" for word, count in each.keeping)
    rights = "; ".join(f"{role.removeprefix('lippen_')}: {words}" for role, words in each.rights)
    locked = [line for lock in each.locks for line in told_lock(lock)] or ["- Lock: none"]
    return [f"### {each.name}", "", each.purpose, "", f"- Fields: {fields}", f"- Rights: {rights}", *locked, ""]


def told_lock(lock: Lock) -> list[str]:
    """Which rows a role finds, and which it may add where these differ."""
    roles = ", ".join(role.removeprefix("lippen_") for role in lock.roles)
    lines = [f"- Lock, {roles}: `{lock.rows}`"]
    return lines + ([f"  - to add or change: `{lock.new_rows}`"] if lock.new_rows not in ("", lock.rows) else [])


def table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    """A table as Markdown writes it."""
    lined = ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads), *lined]


def page(title: str, lines: list[str]) -> str:
    """A whole page."""
    return "\n".join([f"# {title}", "", MADE, "", *lines]).rstrip() + "\n"


def main() -> None:
    """Make a database from the code, write the pages, remove the database."""
    import os

    os.environ["LIPPEN_TESTING"] = "1"
    from lippen.server import setup, template
    from lippen.server.pytest_plugin import start_for_tests

    with start_for_tests() as server:
        setup.point_settings_at(server, template.copy_name())
        import django

        django.setup()
        template.make_copy(server.admin_url, template.copy_name())
        try:
            with setup.as_owner() as connection:
                write(pages(connection))
        finally:
            template.drop_copy(server.admin_url, template.copy_name())


def write(made: dict[str, str]) -> None:
    """Write the pages where they belong."""
    PLACE.mkdir(parents=True, exist_ok=True)
    for name, text in made.items():
        (PLACE / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
