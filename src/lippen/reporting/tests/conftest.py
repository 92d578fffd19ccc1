"""The council of a paper's tests, and its paper with everything written."""

from __future__ import annotations

import pytest

from lippen.reporting.tests.world import World, world, written


@pytest.fixture
def there(request: pytest.FixtureRequest) -> World:
    return written() if "ref" in request.fixturenames else world()


@pytest.fixture
def ref(there: World) -> str:
    return there.ref
