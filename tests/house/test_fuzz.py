"""Whatever is sent to whatever address, by whomever: never a 5xx. `pytest -s` shows what was answered."""

from __future__ import annotations

import logging
import os
from collections import Counter
from collections.abc import Callable

import pytest
from django.db import transaction
from django.test import Client

from lippen.web.access_table import table
from tests.house.fuzzer import Fuzzer

IN_ALL = int(os.environ.get("LIPPEN_FUZZ", "20000"))
SEEDS = 10


@pytest.fixture(autouse=True)
def quiet() -> None:
    """Refusals are not news here; a fault's traceback is still told."""
    logging.getLogger("django.security").setLevel(logging.CRITICAL)
    logging.getLogger("django.request").setLevel(logging.ERROR)


def fuzzed(seed: int, requests: int, enter: Callable[[str], Client]) -> Fuzzer:
    """Somebody who asked so often, half of what they did undone."""
    fuzzer = Fuzzer(seed, enter)
    while fuzzer.asked < requests:
        with transaction.atomic():
            fuzzer.one()
            transaction.set_rollback(fuzzer.chance.random() < 0.5)
    return fuzzer


def test_five_hundred_requests_meet_no_5xx(council, enter) -> None:
    assert fuzzed(20261123, 500, enter).broken == []


@pytest.mark.prove
@pytest.mark.parametrize("seed", range(SEEDS))
def test_twenty_thousand_requests_meet_no_5xx(seed, council, enter) -> None:
    fuzzer = fuzzed(seed, IN_ALL // SEEDS, enter)
    show(fuzzer)
    assert fuzzer.broken == []


def show(fuzzer: Fuzzer) -> None:
    """Each route with the number of its answers by method and status, and the routes where nothing was accepted."""
    counted: dict[str, Counter[str]] = {}
    for (how, name, status), number in sorted(fuzzer.answers.items()):
        counted.setdefault(name, Counter())[f"{how} {status}"] += number
    for name, answers in sorted(counted.items()):
        print(f"{name:32} {'  '.join(f'{what}×{number}' for what, number in answers.items())}")
    taken = {name for (how, name, status) in fuzzer.answers if how == "POST" and status == 302}
    writes = {name for name, line in table().items() if "POST" in line.methods}
    print("forms of which none was accepted:", ", ".join(sorted(writes - taken)) or "none")
