"""Every field of a paper's tables says what becomes of it."""

from __future__ import annotations

import re

from django.apps import apps

from lippen.reporting.retention import FIELDS


def test_every_field_is_declared_and_nothing_else_is() -> None:
    fields = {
        f"{model.__name__}.{f.name}"
        for model in apps.get_app_config("reporting").get_models()
        for f in model._meta.fields
    }
    assert fields == set(FIELDS)


def test_every_fate_is_keep_scrub_or_a_stated_time() -> None:
    assert all(re.fullmatch(r"keep|scrub|retain:\d+[ym]", fate) for fate in FIELDS.values())
