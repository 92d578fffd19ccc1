"""The register of partners: recorded once, renamed by a new fact, seen by their own council."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from lippen.improvement import actions, queries
from lippen.improvement.tests.factories import NOW, TODAY, Cast, cast
from lippen.improvement.tests.screens import signed_in, text_of
from lippen.improvement.vocabulary import PartnerKind
from lippen.kernel import access
from lippen.kernel.errors import CannotDo, NotAllowed, NotVisible

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def here() -> Cast:
    return cast()


def recorded(here: Cast, name: str = "Firth Health Board", **given: object):
    given.setdefault("kind", PartnerKind.HEALTH)
    return actions.record_partner(actor=here.editor, authority_id=here.council.pk, name=name, at=NOW, **given)


def test_a_partner_stands_in_the_register_by_name(here: Cast) -> None:
    recorded(here, "Northern Inspectorate", kind=PartnerKind.INSPECTORATE)
    recorded(here)
    rows = queries.partners(here.worker)
    assert [(row.name, row.kind_words) for row in rows] == [
        ("Firth Health Board", "Health"),
        ("Northern Inspectorate", "Inspectorate"),
    ]


def test_a_partner_is_recorded_once_for_each_name(here: Cast) -> None:
    recorded(here)
    with pytest.raises(CannotDo, match="recorded already") as refused:
        recorded(here)
    assert refused.value.field == "name"


def test_the_same_form_sent_twice_records_one_partner(here: Cast) -> None:
    token = uuid4()
    assert recorded(here, token=token) == recorded(here, token=token)


def test_another_council_does_not_see_a_partner_of_ours(here: Cast) -> None:
    made = recorded(here)
    assert queries.partners(here.stranger) == ()
    with pytest.raises(NotVisible):
        queries.partner(here.stranger, made.ref)
    with pytest.raises(NotVisible):
        actions.rename_partner(
            actor=here.stranger, partner_ref=made.ref, name="X", kind=PartnerKind.HEALTH, so_on=TODAY, at=NOW
        )


def test_a_social_worker_records_no_partner(here: Cast) -> None:
    with pytest.raises(NotAllowed):
        actions.record_partner(
            actor=here.worker, authority_id=here.council.pk, name="X", kind=PartnerKind.HEALTH, at=NOW
        )


def test_a_partner_has_its_old_name_on_a_day_before_it_was_renamed(here: Cast) -> None:
    made = recorded(here)
    actions.rename_partner(
        actor=here.editor, partner_ref=made.ref, name="Firth Health", kind=PartnerKind.HEALTH, so_on=TODAY, at=LATER
    )
    assert queries.partner(here.editor, made.ref).name == "Firth Health"
    before = queries.partners(here.editor, as_at=TODAY - timedelta(days=1))
    assert [row.name for row in before] == ["Firth Health Board"]
    assert [row.name for row in queries.partners(here.editor, known_at=NOW)] == ["Firth Health Board"]


def test_a_partner_that_is_let_go_stays_in_the_register_and_is_marked(here: Cast) -> None:
    made = recorded(here)
    given = {"name": made.name, "kind": PartnerKind.HEALTH, "so_on": TODAY, "at": LATER}
    actions.rename_partner(actor=here.editor, partner_ref=made.ref, is_retired=True, **given)
    assert queries.partner(here.editor, made.ref).is_retired


def test_a_partner_is_renamed_and_retired_on_its_page(here: Cast, settings) -> None:
    settings.LIPPEN_TODAY = TODAY
    made = recorded(here)
    url = reverse("improvement:rename_partner", args=[made.ref]) + f"?plan={here.plan.ref}"
    client = signed_in(here.editor)
    assert "Firth Health Board" in text_of(client.get(url))
    same = {"name": "Firth Health Board", "kind": "health"}
    assert "Nothing" in text_of(client.post(url, same))
    told = text_of(client.post(url, {"name": "Firth and Lairn Health", "kind": "health"}, follow=True))
    assert "What it was called before stays known." in told
    client.post(url, {"name": "Firth and Lairn Health", "kind": "health", "is_retired": "on"})
    access.identify(here.editor, today=TODAY)
    (row,) = queries.partners(here.editor)
    assert (row.name, row.is_retired) == ("Firth and Lairn Health", True)
    assert signed_in(here.worker).get(url).status_code == 403
    assert signed_in(here.stranger).get(url.partition("?")[0]).status_code == 404
