"""What many tests begin with is made once, and put back to the last byte."""

from __future__ import annotations

import pytest

from lippen.casework.tests.factories import TODAY
from lippen.casework.tests.world import World, committed_world
from lippen.server.flush import empty_tables, filled, past_triggers
from lippen.server.putting_back import made_once
from lippen.server.setup import as_owner

pytestmark = pytest.mark.django_db(transaction=True)


def everything() -> dict[str, list[str]]:
    """Every row of every table as text, past every lock."""
    with as_owner() as owner:
        return {
            name: sorted(str(row) for (row,) in owner.execute(f'SELECT t::text FROM "{name}" t').fetchall())
            for name in filled(owner)
        }


def world_of_this_test() -> World:
    """A name of its own, so that the first asking is a making."""
    return committed_world()


def test_what_was_made_once_is_put_back_whole_and_numbered_on(settings) -> None:
    settings.LIPPEN_TODAY = TODAY
    made = made_once(world_of_this_test)
    before = everything()
    assert len(before) > 50
    made.refs.clear()
    empty_tables()
    assert everything() == {}
    again = made_once(world_of_this_test)
    assert everything() == before
    assert again.refs and again.child.pk == made.child.pk
    with as_owner() as owner:
        asked = "SELECT nextval(pg_get_serial_sequence(%s, 'id')), (SELECT max(id) FROM casework_knownperson)"
        ((following, highest),) = owner.execute(asked, ["casework_knownperson"]).fetchall()
    assert following == highest + 1


def test_nothing_is_put_back_upon_rows_that_are_left(settings) -> None:
    settings.LIPPEN_TODAY = TODAY
    made_once(world_of_this_test)
    with pytest.raises(RuntimeError, match="casework_knownperson"):
        made_once(world_of_this_test)


def test_where_nobody_may_write_past_triggers_it_is_made_anew_and_emptied_row_by_row(settings, monkeypatch) -> None:
    settings.LIPPEN_TODAY = TODAY
    monkeypatch.setattr("lippen.server.flush.ADMIN", {})
    assert past_triggers() is None
    made_once(world_of_this_test)
    assert everything()
    empty_tables()
    assert everything() == {}
