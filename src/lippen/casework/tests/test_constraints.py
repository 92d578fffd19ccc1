"""Every check of the record's tables refuses something: each is tried with one row that breaks it alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, models, transaction

from lippen.casework.tests.factories import NOW, TODAY
from lippen.casework.tests.world import World, world
from lippen.kernel import access
from lippen.kernel.ids import new_ref
from lippen.kernel.records import put

LATER, SOONER = NOW + timedelta(minutes=61), TODAY - timedelta(1)
BREAKS: dict[str, tuple[str, Mapping[str, Any]]] = {
    "name_kind_known": ("PersonName", {"kind": "x"}),
    "a_name_has_at_least_one_part": ("PersonName", {"given_name": "", "family_name": ""}),
    "birth_precision_known": ("PersonBirth", {"precision": "x"}),
    "an_address_has_lines": ("PersonAddress", {"lines": ""}),
    "protection_has_its_reason": ("ProtectedAddress", {"why": ""}),
    "contact_kind_known": ("PersonContact", {"kind": "x"}),
    "a_contact_has_a_value": ("PersonContact", {"value": ""}),
    "outside_scheme_known": ("OutsideId", {"scheme": "x"}),
    "an_outside_id_has_a_value": ("OutsideId", {"value": ""}),
    "protected_address_is_nowhere_else": ("PersonNow", {"is_protected": True, "lines": "1 Open Road"}),
    "nobody_is_the_same_as_themselves": ("PersonNow", {"same_as_id": "person_id"}),
    "same_person_has_its_reason": ("SameAs", {"why": ""}),
    "two_records_are_two": ("SameAs", {"kept_id": "person_id"}),
    "same_step_known": ("SameAsStep", {"kind": "x"}),
    "restriction_has_its_reason": ("Restriction", {"why": ""}),
    "own_tie_known": ("OwnTie", {"kind": "x"}),
    "family_tie_kind_known": ("Tie", {"kind": "x"}),
    "tie_rights_known": ("Tie", {"rights": "x"}),
    "nobody_is_tied_to_themselves": ("Tie", {"other_id": "person_id"}),
    "involvement_kind_known": ("Involvement", {"kind": "x"}),
    "involvement_ends_after_start": ("Involvement", {"ends_on": SOONER, "ended_at": NOW}),
    "an_end_says_when_it_was_written": ("Involvement", {"ends_on": TODAY, "ended_at": None}),
    "status_known": ("StatusFact", {"status": "x"}),
    "a_local_figure_has_its_reason": ("LocalNumber", {"why": ""}),
    "a_local_figure_is_not_below_nothing": ("LocalNumber", {"number": -1}),
    "visit_place_known": ("VisitDone", {"is_seen": True, "place": "x"}),
    "seen_somewhere_or_why_not": ("VisitDone", {"is_seen": False, "is_seen_alone": False, "words": "", "place": ""}),
    "an_entry_has_words": ("ChronologyEntry", {"words": ""}),
    "significance_known": ("ChronologyEntry", {"significance": "x"}),
    "glass_reason_known": ("BreakGlass", {"reason": "x"}),
    "glass_has_words": ("BreakGlass", {"words": ""}),
    "glass_holds_sixty_minutes_at_most": ("BreakGlass", {"recorded_at": NOW, "until": LATER}),
    "glass_verdict_known": ("GlassReview", {"verdict": "x"}),
    "glass_review_has_words": ("GlassReview", {"words": ""}),
    "referral_source_known": ("Referral", {"source": "x"}),
    "referral_reason_known": ("Referral", {"why": "x"}),
    "a_referral_has_words": ("Referral", {"words": ""}),
    "referral_stage_known": ("ReferralStep", {"stage": "x"}),
    "referral_outcome_known": ("ReferralStep", {"outcome": "x"}),
    "a_step_has_words": ("ReferralStep", {"words": ""}),
    "sign_off_known": ("SignOff", {"answer": "x"}),
    "a_sign_off_has_words": ("SignOff", {"words": ""}),
    "level_known": ("WaitingFact", {"level": "x"}),
    "a_level_has_its_reason": ("WaitingFact", {"why": ""}),
    "a_child_who_waits_has_a_plan": ("WaitingFact", {"plan": ""}),
    "next_contact_is_to_come": ("WaitingFact", {"next_contact_on": SOONER}),
    "marker_kind_known": ("Marker", {"kind": "x"}),
    "a_marker_has_words": ("Marker", {"words": ""}),
    "a_marker_has_its_evidence": ("Marker", {"shown_by": ""}),
    "a_marker_is_looked_at_later": ("Marker", {"review_on": TODAY}),
    "marker_step_known": ("MarkerFact", {"step": "x"}),
    "a_word_on_a_marker_has_its_reason": ("MarkerFact", {"words": ""}),
    "what_stays_is_looked_at_again": ("MarkerFact", {"review_on": None, "number": 2}),
    "intake_kind_known": ("Intake", {"kind": "x"}),
    "intake_state_known": ("Intake", {"state": "x"}),
    "an_intake_says_where_it_is_from": ("Intake", {"source": ""}),
    "intake_doubt_known": ("IntakeDoubt", {"kind": "x"}),
    "an_intake_doubt_has_its_sentence": ("IntakeDoubt", {"sentence": ""}),
    "intake_columns_kind_known": ("IntakeColumns", {"kind": "x"}),
    "brought_in_kind_known": ("BroughtIn", {"kind": "x"}),
    "what_was_brought_in_says_from_where": ("BroughtIn", {"source": ""}),
    "news_has_words": ("NewInformation", {"words": ""}),
    "waiting_end_known": ("WaitingEnd", {"kind": "x", "words": "x", "involvement_id": None}),
    "a_wait_ends_by_allocation_or_with_words": ("WaitingEnd", {"kind": "not_needed", "words": ""}),
}
BLANK: dict[str, Mapping[str, Any]] = {
    "SameAsStep": {"same_id": 1, "kind": "agreed"},
    "Restriction": {"officers": [], "why": "x"},
    "LocalNumber": {"key": "limit_children", "number": 1, "why": "x"},
    "GlassReview": {"glass_id": 1, "verdict": "right", "words": "x"},
    "SignOff": {"referral_id": 1, "answer": "agreed", "words": "x"},
}
"""Tables of which the world holds no row: what else a good row would say."""


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker) -> Iterator[World]:
    """The world, made once for all tests of this module and undone at their end."""
    before = settings.LIPPEN_TODAY
    settings.LIPPEN_TODAY = TODAY
    with django_db_blocker.unblock(), transaction.atomic():
        yield world()
        transaction.set_rollback(True)
    settings.LIPPEN_TODAY = before


@pytest.fixture
def w(made: World) -> Iterator[World]:
    """The world as it was made: what a test does is undone after it."""
    with transaction.atomic():
        yield made
        transaction.set_rollback(True)


def a_row(w: World, model: type[models.Model]) -> models.Model:
    """A row as good as one that is there, not written yet."""
    found = model._base_manager.order_by("pk").first()
    if found is None:
        given = {"authority_id": w.cast.council.pk, "so_on": TODAY, "recorded_at": NOW, **BLANK[model.__name__]}
        person = {} if model.__name__ == "LocalNumber" else {"person_id": w.child.pk}
        return model(recorded_by_id=w.cast.manager.account_id, **person, **given)
    if model.__name__ != "PersonNow":
        found.pk = None
    if hasattr(found, "ref"):
        found.ref = new_ref("work")
    return found


def checks() -> set[str]:
    """Every check of the package's tables by its name."""
    every = apps.get_app_config("casework").get_models()
    return {c.name for model in every for c in model._meta.constraints if isinstance(c, models.CheckConstraint)}


def test_every_check_is_tried() -> None:
    assert set(BREAKS) == checks()


@pytest.mark.parametrize("name", BREAKS)
def test_a_check_refuses_the_row_that_breaks_it(name, w) -> None:
    table, changes = BREAKS[name]
    model = apps.get_model("casework", table)
    asker = w.cast.other_worker if table == "BreakGlass" else w.cast.manager
    access.identify(w.cast.worker if table == "ProtectedAddress" else asker, today=TODAY)
    if table == "ProtectedAddress":
        row = model(person_id=w.child.pk, authority_id=w.cast.council.pk, so_on=TODAY, recorded_at=NOW, lines="x")
    else:
        row = a_row(w, model)
    for field, value in changes.items():
        setattr(row, field, getattr(row, value) if isinstance(value, str) and value.endswith("_id") else value)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        put(row)
