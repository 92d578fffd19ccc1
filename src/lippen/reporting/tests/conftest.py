"""The council of a paper's tests, and its paper with everything written."""

from __future__ import annotations

import pytest

from lippen.reporting.tests.world import World, world


@pytest.fixture
def there() -> World:
    return world()


@pytest.fixture
def ref(there: World) -> str:
    made = there.opened().ref
    there.fill(made)
    return made
