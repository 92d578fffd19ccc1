"""Every check of the record's tables refuses something: each is tried with one row that breaks it alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, models, transaction
from psycopg.errors import CheckViolation

from lippen.casework.tests.factories import NOW, TODAY
from lippen.casework.tests.world import World, world
from lippen.kernel import access
from lippen.kernel.ids import new_ref
from lippen.kernel.records import put
from lippen.server.setup import as_owner

LATER, SOONER = NOW + timedelta(minutes=61), TODAY - timedelta(1)
BREAKS: dict[str, tuple[str, Mapping[str, Any]]] = {
    "name_kind_known": ("PersonName", {"kind": "x"}),
    "a_name_has_at_least_one_part": ("PersonName", {"given_name": "", "family_name": ""}),
    "birth_precision_known": ("PersonBirth", {"precision": "x"}),
    "an_address_has_lines": ("PersonAddress", {"lines": ""}),
    "protection_has_its_reason": ("ProtectedAddress", {"why": ""}),
    "alert_kind_known": ("AlertSeen", {"kind": "x"}),
    "a_contact_room_has_a_name": ("ContactRoom", {"name": ""}),
    "a_contact_room_holds_two_at_least": ("ContactRoom", {"holds": 1}),
    "a_booking_ends_after_it_starts_that_day": ("RoomBooking", {"starts_at": NOW, "ends_at": NOW}),
    "contact_supervision_known": ("FamilyContact", {"supervision": "x"}),
    "a_contact_has_a_place": ("FamilyContact", {"place": ""}),
    "a_contact_is_with_somebody": ("FamilyContact", {"whom": []}),
    "who_supervises_a_contact_is_named": ("FamilyContact", {"supervisor_id": None}),
    "a_contact_ends_after_it_starts": ("FamilyContact", {"starts_at": NOW, "ends_at": NOW}),
    "what_came_of_a_contact_is_said": ("FamilyContactDone", {"words": ""}),
    "a_death_has_been": ("PersonDeath", {"died_on": TODAY + timedelta(1)}),
    "gender_known": ("PersonGender", {"gender": "x"}),
    "fact_kind_known": ("FactWord", {"kind": "x"}),
    "fact_step_known": ("FactWord", {"step": "x", "why": "x"}),
    "what_is_wrong_has_its_reason": ("FactWord", {"step": "wrong", "why": ""}),
    "helper_kind_known": ("Helper", {"kind": "x"}),
    "a_helper_has_a_name": ("Helper", {"name": ""}),
    "consent_step_known": ("HelperConsent", {"step": "x", "until": None}),
    "consent_giver_known": ("HelperConsent", {"given_by": "x"}),
    "a_consent_says_whose": ("HelperConsent", {"who": ""}),
    "a_consent_has_scope_and_end": ("HelperConsent", {"until": None}),
    "picture_kind_known": ("Picture", {"kind": "x"}),
    "picture_agreement_known": ("Picture", {"shown": "x"}),
    "a_picture_says_who_made_it": ("Picture", {"made_by": ""}),
    "a_picture_is_told_in_words": ("Picture", {"alt": ""}),
    "a_picture_has_a_size": ("PictureFile", {"width": 0}),
    "helper_step_known": ("HelperFact", {"step": "x"}),
    "contact_kind_known": ("PersonContact", {"kind": "x"}),
    "a_contact_has_a_value": ("PersonContact", {"value": ""}),
    "outside_scheme_known": ("OutsideId", {"scheme": "x"}),
    "an_outside_id_has_a_value": ("OutsideId", {"value": ""}),
    "protected_address_is_nowhere_else": ("PersonNow", {"is_protected": True, "lines": "1 Open Road"}),
    "nobody_is_the_same_as_themselves": ("PersonNow", {"same_as_id": "person_id"}),
    "same_person_has_its_reason": ("SameAs", {"why": ""}),
    "two_records_are_two": ("SameAs", {"kept_id": "person_id"}),
    "undone_same_has_its_reason": ("SameAsStep", {"kind": "undone", "words": ""}),
    "same_step_known": ("SameAsStep", {"kind": "x"}),
    "restriction_has_its_reason": ("Restriction", {"why": ""}),
    "own_tie_known": ("OwnTie", {"kind": "x"}),
    "own_tie_has_its_reason": ("OwnTie", {"why": ""}),
    "only_a_tie_waits_for_a_second": ("OwnTie", {"kind": "none", "needs_second": True}),
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
    "a_handover_has_its_note": ("Handover", {"note": "", "number": 2, "part_id": "work_id"}),
    "a_handover_is_not_for_a_day_before": ("Handover", {"from_on": SOONER, "number": 2, "part_id": "work_id"}),
    "handover_step_known": ("HandoverFact", {"step": "x", "number": 2}),
    "who_does_not_take_over_says_why": ("HandoverFact", {"step": "refused", "words": "", "number": 2}),
    "help_says_who_helps": ("FamilyHelp", {"helper": ""}),
    "help_says_with_what": ("FamilyHelp", {"words": ""}),
    "help_frees_at_most_a_week_of_work": ("FamilyHelp", {"freed_hours": 36}),
    "help_ends_with_a_reason": ("FamilyHelpEnd", {"words": ""}),
    "closing_reason_known": ("Closing", {"reason": "x"}),
    "a_closing_has_its_summary": ("Closing", {"words": ""}),
    "closing_step_known": ("ClosingStep", {"kind": "x"}),
    "a_closing_is_refused_with_a_reason": ("ClosingStep", {"kind": "refused", "words": ""}),
    "typed_kind_known": ("TypedDuty", {"kind": "x"}),
    "typed_hours_are_not_below_nothing": ("TypedDuty", {"hours": -1}),
    "something_else_says_what": ("TypedDuty", {"kind": "other_duty", "words": ""}),
    "typed_end_known": ("TypedDutyEnd", {"end": "x"}),
    "what_need_not_be_done_says_why": ("TypedDutyEnd", {"end": "cancelled", "words": ""}),
    "over_means_more_than_the_limit": ("OverLimit", {"is_over": True, "children": 15, "limit": 15}),
    "a_decision_past_the_limit_has_words": ("LimitDecision", {"words": ""}),
    "a_decision_holds_from_its_day_on": ("LimitDecision", {"valid_until": SOONER}),
    "a_challenge_has_words": ("FigureChallenge", {"words": ""}),
    "an_answer_to_a_challenge_has_words": ("FigureAnswer", {"words": ""}),
    "a_councils_day_has_a_name": ("CouncilDay", {"name": ""}),
    "a_councils_day_has_its_source": ("CouncilDay", {"source": ""}),
    "intake_kind_known": ("Intake", {"kind": "x"}),
    "intake_state_known": ("Intake", {"state": "x"}),
    "an_intake_says_where_it_is_from": ("Intake", {"source": ""}),
    "intake_doubt_known": ("IntakeDoubt", {"kind": "x"}),
    "an_intake_doubt_has_its_sentence": ("IntakeDoubt", {"sentence": ""}),
    "intake_columns_kind_known": ("IntakeColumns", {"kind": "x"}),
    "brought_in_kind_known": ("BroughtIn", {"kind": "x"}),
    "what_was_brought_in_says_from_where": ("BroughtIn", {"source": ""}),
    "news_has_words": ("NewInformation", {"words": ""}),
    "a_hold_has_its_reason": ("LegalHold", {"why": ""}),
    "a_hold_ends_later": ("LegalHold", {"until": SOONER}),
    "a_hold_is_lifted_for_a_reason": ("LegalHoldEnd", {"why": ""}),
    "keeping_line_known": ("DestructionItem", {"line": "x", "record": "known-other"}),
    "destruction_step_known": ("DestructionStep", {"kind": "x"}),
    "a_destruction_step_has_words": ("DestructionStep", {"words": "", "kind": "withdrawn"}),
    "access_asked_by_known": ("AccessRequest", {"asked_by": "x"}),
    "access_is_asked_by_somebody": ("AccessRequest", {"who": ""}),
    "access_says_who_they_are": ("AccessRequest", {"shown_by": ""}),
    "access_step_known": ("AccessStep", {"kind": "x", "number": 90}),
    "an_access_step_says_why": ("AccessStep", {"kind": "closed", "words": "", "number": 90}),
    "an_access_entry_has_a_heading": ("AccessEntry", {"heading": "", "number": 900}),
    "withheld_for_a_known_reason": ("AccessMark", {"why": "x"}),
    "a_released_file_has_its_hash": ("AccessBundle", {"sha256": ""}),
    "a_child_sample_closes_later": ("ChildSample", {"closes_on": SOONER}),
    "a_child_sample_says_how_and_why": ("ChildSample", {"words": ""}),
    "a_child_sample_is_of_known_statuses": ("ChildSample", {"statuses": ["x"]}),
    "a_child_sample_ends_for_a_reason": ("ChildSampleEnd", {"why": ""}),
    "shared_on_a_known_ground": ("Sharing", {"basis": "x"}),
    "shared_for_a_purpose": ("Sharing", {"purpose": ""}),
    "a_sharing_closes_later": ("Sharing", {"closes_on": SOONER}),
    "shared_parts_known": ("Sharing", {"parts": ["address"]}),
    "a_sharing_ends_for_a_reason": ("SharingEnd", {"why": ""}),
    "signs_of_a_read_known": ("UnusualRead", {"signs": []}),
    "look_outcome_known": ("UnusualLook", {"outcome": "x"}),
    "an_outcome_has_its_words": ("UnusualLook", {"words": ""}),
    "waiting_end_known": ("WaitingEnd", {"kind": "x", "words": "x", "involvement_id": None}),
    "a_wait_ends_by_allocation_or_with_words": ("WaitingEnd", {"kind": "not_needed", "words": ""}),
}
BLANK: dict[str, Mapping[str, Any]] = {
    "SameAsStep": {"same_id": 1, "kind": "agreed"},
    "Restriction": {"officers": [], "why": "x"},
    "LocalNumber": {"key": "limit_children", "number": 1, "why": "x"},
    "LimitDecision": {"ref": "limit-x", "words": "x", "valid_until": TODAY},
    "GlassReview": {"glass_id": 1, "verdict": "right", "words": "x"},
    "SignOff": {"referral_id": 1, "answer": "agreed", "words": "x"},
}
GOVERNED = {"UnusualRead", "UnusualLook", "DestructionItem", "DestructionStep"}
OF_RETENTION = "destroyed_by_a_known_line"
"""The check of a table that the app cannot write."""
"""Tables of information governance."""
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
        person = {"person_id": w.child.pk} if any(f.name == "person" for f in model._meta.fields) else {}
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
    assert {*BREAKS, OF_RETENTION} == checks()


@pytest.mark.django_db
def test_what_was_destroyed_says_by_which_line() -> None:
    row = "(recorded_at, authority_id, destruction_id, record, line, due_on, rows)"
    with as_owner() as owner, pytest.raises(CheckViolation, match=OF_RETENTION):
        owner.execute(f"INSERT INTO casework_destroyedrecord {row} VALUES (now(), 1, 1, 'known-x', 'x', now(), 1)")


@pytest.mark.parametrize("name", BREAKS)
def test_a_check_refuses_the_row_that_breaks_it(name, w) -> None:
    table, changes = BREAKS[name]
    model = apps.get_model("casework", table)
    asker = w.cast.other_worker if table == "BreakGlass" else w.cast.manager
    asker = w.cast.governance if table in GOVERNED else asker
    asker = w.cast.head if table.startswith(("ChildSample", "LocalNumber")) else asker
    access.identify(w.cast.worker if table == "ProtectedAddress" else asker, today=TODAY)
    if table == "ProtectedAddress":
        row = model(person_id=w.child.pk, authority_id=w.cast.council.pk, so_on=TODAY, recorded_at=NOW, lines="x")
    else:
        row = a_row(w, model)
    for field, value in changes.items():
        setattr(row, field, getattr(row, value) if isinstance(value, str) and value.endswith("_id") else value)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        put(row)
