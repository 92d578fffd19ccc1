"""How other systems talk to Lippen, as a page: drawn from the same description that machines read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse

from lippen.design.pages import render
from lippen.organisation.vocabulary import SCOPE_WORDS, Scope
from lippen.web.access_table import table


@dataclass(frozen=True)
class Field:
    """A parameter, or a part of an answer."""

    name: str
    where: str
    kind: str
    needed: bool
    words: str = ""


@dataclass(frozen=True)
class Operation:
    """One thing that can be asked."""

    key: str
    method: str
    path: str
    words: str
    scope: str
    asked: tuple[Field, ...]
    body: tuple[Field, ...]
    answer: tuple[Field, ...]
    status: str


def page(request: HttpRequest) -> HttpResponse:
    from lippen.web.api.v1 import operations

    told = operations.description()
    lines = table()
    found = [
        _operation(path, method, each, lines[f"api:{each['operationId']}"].scope, told)
        for path, methods in told["paths"].items()
        for method, each in methods.items()
    ]
    base = request.build_absolute_uri("/").rstrip("/")
    context = {"title": "For other systems", "operations": found, "scopes": SCOPE_WORDS.values(), "base": base}
    return render(request, "web/interface.html", context)


def _operation(path: str, method: str, each: dict[str, Any], scope: str, told: dict[str, Any]) -> Operation:
    body = each.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    status, answer = next((code, found) for code, found in each["responses"].items() if str(code).startswith("2"))
    shape = answer.get("content", {}).get("application/json", {}).get("schema", {})
    return Operation(
        key=each["operationId"],
        method=method.upper(),
        path=path,
        words=each["summary"],
        scope=SCOPE_WORDS[Scope(scope)],
        asked=tuple(_parameter(one, told) for one in each.get("parameters", ())),
        body=tuple(_fields(body, told)),
        answer=tuple(_fields(shape, told)),
        status=str(status),
    )


def _parameter(one: dict[str, Any], told: dict[str, Any]) -> Field:
    words = one.get("description") or one["schema"].get("description", "")
    return Field(one["name"], one["in"], _kind(one["schema"], told), one.get("required", False), words)


def _fields(shape: dict[str, Any], told: dict[str, Any]) -> list[Field]:
    """The fields of an object; those of what it holds have a dot in their name."""
    whole = _named(shape, told)
    found: list[Field] = []
    for name, one in whole.get("properties", {}).items():
        found.append(Field(name, "", _kind(one, told), name in whole.get("required", ()), one.get("description", "")))
        inner = _named(one.get("items", {}), told)
        found += [
            Field(f"{name}[].{part}", "", _kind(each, told), True) for part, each in inner.get("properties", {}).items()
        ]
    return found


def _named(shape: dict[str, Any], told: dict[str, Any]) -> dict[str, Any]:
    name = shape.get("$ref", "").rpartition("/")[2]
    return told["components"]["schemas"].get(name, {}) if name else shape


def _kind(shape: dict[str, Any], told: dict[str, Any]) -> str:
    """What a value is, in words."""
    if choices := shape.get("anyOf"):
        return " or ".join(_kind(each, told) for each in choices)
    if "enum" in shape:
        return " or ".join(f"“{word}”" for word in shape["enum"])
    if "$ref" in shape:
        named = _named(shape, told)
        return ", ".join(named.get("properties", {})) or "object"
    kind = shape.get("type", "any")
    if kind == "array":
        return f"list of {_kind(shape.get('items', {}), told)}" if "$ref" not in shape.get("items", {}) else "list"
    words = {"date": "day, such as 2026-03-31", "date-time": "moment", "uuid": "UUID"}.get(shape.get("format", ""), "")
    least, most = shape.get("minimum"), shape.get("maximum")
    span = f" from {least:,} to {most:,}" if least is not None and most is not None else ""
    return {"string": words or "text", "integer": f"number{span}", "null": "nothing", "boolean": "true or false"}.get(
        kind, kind
    )
