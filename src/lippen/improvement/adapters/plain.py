"""Frozen dataclasses to plain dicts and back, so that a reading can cross a process or wait in a table as JSON."""

from __future__ import annotations

import dataclasses
import types
import typing
from datetime import date
from enum import Enum
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")


def to_plain(value: Any) -> Any:
    """The value as dicts, lists, strings and numbers; fields that hold their default are left out."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            name: to_plain(getattr(value, name))
            for name, default in _fields(type(value))
            if getattr(value, name) != default
        }
    if isinstance(value, (list, tuple)):
        return [to_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: to_plain(item) for key, item in value.items()}
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def from_plain(kind: type[T], value: Any) -> T:
    """The dataclass that `to_plain` was given."""
    return typing.cast(T, _maker(typing.cast(Any, kind))(value))


@cache
def _fields(kind: type) -> tuple[tuple[str, Any], ...]:
    return tuple((field.name, field.default) for field in dataclasses.fields(kind))


@cache
def _maker(kind: Any) -> typing.Callable[[Any], Any]:
    """How to make one value of this type from its plain form."""
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin in (types.UnionType, typing.Union):
        return _optional(next(part for part in inner if part is not type(None)))
    if origin is tuple:
        make = _maker(inner[0])
        return lambda value: tuple(make(item) for item in value)
    if origin is dict:
        make = _maker(inner[1])
        return lambda value: {key: make(item) for key, item in value.items()}
    if dataclasses.is_dataclass(kind):
        return _record(kind)
    if kind is date:
        return date.fromisoformat
    return kind if isinstance(kind, type) and issubclass(kind, Enum) else lambda value: value


def _optional(kind: Any) -> typing.Callable[[Any], Any]:
    make = _maker(kind)
    return lambda value: None if value is None else make(value)


def _record(kind: Any) -> typing.Callable[[Any], Any]:
    hints = typing.get_type_hints(kind)
    makers = {field.name: _maker(hints[field.name]) for field in dataclasses.fields(kind)}
    return lambda value: kind(**{name: makers[name](item) for name, item in value.items() if name in makers})
