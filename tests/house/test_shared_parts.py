"""The app's own lock on each council's part of a shared plan, with row-level security switched off."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from lippen.improvement.models import Part
from lippen.improvement.tests.test_parts import LATER, OURS, THEIRS, TODAY, Shared
from tests.house.row_security import switched_off


@pytest.mark.django_db(transaction=True)
def test_with_row_level_security_off_the_queries_show_a_part_only_under_an_arrangement() -> None:
    with transaction.atomic():
        made = Shared()
        made.say(made.us, made.ours)
        made.say(made.them, made.theirs)
        made.show(starts_on=TODAY + timedelta(days=1), ends_on=LATER)
    with switched_off(), transaction.atomic():
        made.as_(made.us)
        assert Part.objects.count() == 2, "row-level security is on: this proves nothing"
        assert made.seen_by(made.us) == {OURS}
        assert made.seen_by(made.us, TODAY + timedelta(days=1)) == {OURS, THEIRS}
        assert made.seen_by(made.us, LATER) == {OURS}
