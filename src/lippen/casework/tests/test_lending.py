"""Samples of children for inspectors (casework.child_sample) and what is shared with partners (casework.shared)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from lippen.casework import rules
from lippen.casework.actions import chronology, guarding, knowing, lending, marking, people, visiting, work
from lippen.casework.models import ChildSample, KnownPerson, Sharing
from lippen.casework.queries import lending as queries
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast
from lippen.casework.tests.test_screens import send, signed_in
from lippen.casework.vocabulary import FactKind, MarkerKind, Place, SharedBasis, SharedPart, Significance, Status
from lippen.kernel import access
from lippen.kernel.access import Actor
from lippen.kernel.errors import CannotDo, NotAllowed, NotVisible
from lippen.kernel.models import AuditEntry

pytestmark = pytest.mark.django_db
DAYS = {"opens_on": TODAY, "closes_on": TODAY + timedelta(14), "at": NOW}
GIVEN = {"so_on": TODAY, "at": NOW}


@pytest.fixture
def c(settings) -> Cast:
    settings.LIPPEN_TODAY = TODAY
    return cast()


@pytest.fixture
def children(c: Cast) -> list[KnownPerson]:
    return [c.add(c.worker, f"Child{number}", f"Family{number}") for number in range(6)]


def draw(c: Cast, actor: Actor | None = None, **given: object) -> ChildSample:
    who = actor or c.head
    access.identify(who, today=TODAY)
    asked = {"inspector_ids": [c.inspector.person_id], "size": 3, "words": "blue 42", "purpose": "Inspection"}
    return lending.draw_children(actor=who, authority_id=c.council.pk, **{**asked, "statuses": [], **DAYS, **given})


def drawn_refs(c: Cast, made: ChildSample) -> list[str]:
    access.identify(c.head, today=TODAY)
    return list(made.items.order_by("order").values_list("child__ref", flat=True))


def test_casework_child_sample_is_drawn_by_the_words_alone() -> None:
    refs = [f"known-{number}" for number in range(40)]
    assert rules.drawn(refs, "Blue  42", 5) == rules.drawn(reversed(refs), "blue 42", 5)
    assert rules.drawn(refs, "blue 42", 5) != rules.drawn(refs, "blue 43", 5)
    assert set(rules.drawn(refs, "blue 42", 5)) < set(rules.drawn(refs, "blue 42", 6))


def test_casework_child_sample_is_even_over_many_words() -> None:
    refs = [f"known-{number}" for number in range(10)]
    times = [sum(ref in rules.drawn(refs, f"words {n}", 3) for n in range(2000)) for ref in refs]
    assert all(500 < each < 700 for each in times)  # 600 each; six standard deviations are 123


def test_casework_child_sample_can_be_drawn_again_and_says_where_it_was_not_by_chance(c, children) -> None:
    made = draw(c)
    assert drawn_refs(c, made) == list(rules.drawn([each.ref for each in children], "blue 42", 3))
    assert queries.is_as_drawn(c.head, made.ref)
    assert rules.drawn(made.among, "another word", 3) != tuple(drawn_refs(c, made))


def test_a_sample_draws_children_of_the_statuses_chosen_and_never_a_restricted_record(c, children) -> None:
    access.identify(c.worker, today=TODAY)
    for child in children[:3]:
        work.say_status(actor=c.worker, person_ref=child.ref, status=Status.IN_NEED, words="", **GIVEN)
    access.identify(c.manager, today=TODAY)
    named = {"officers": [c.manager.person_id, c.head.person_id], "why": "Known in the council"}
    guarding.restrict(actor=c.manager, person_ref=children[0].ref, **named, **GIVEN)
    made = draw(c, statuses=[Status.IN_NEED], size=100)
    assert set(drawn_refs(c, made)) == {children[1].ref, children[2].ref}


REFUSED = {
    "begins before today": ({"opens_on": TODAY - timedelta(1)}, "before today"),
    "ends as it begins": ({"closes_on": TODAY}, "ends after"),
    "lasts too long": ({"closes_on": TODAY + timedelta(91)}, "90 days"),
    "nobody reads it": ({"inspector_ids": []}, "from the inspectors"),
    "too many": ({"size": 101}, "between 1 and 100"),
    "no words": ({"words": " "}, "Write the words"),
    "no such child": ({"statuses": [Status.AFTERCARE]}, "no such child"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_sample_is_refused_in_words(name, c, children) -> None:
    given, words = REFUSED[name]
    with pytest.raises(CannotDo, match=words):
        draw(c, **given)


def test_a_sample_is_drawn_by_those_who_may_draw_and_see_children_alone(c, children) -> None:
    for actor in (c.manager, c.worker, c.inspector, c.governance):
        with pytest.raises(NotAllowed):
            draw(c, actor)


def test_an_inspector_reads_exactly_these_children_and_it_stands_under_who_looked(c, children) -> None:
    refs = drawn_refs(c, draw(c))
    client = signed_in(c.inspector)
    answers = {each.ref: client.get(reverse("casework:sampled_child", args=[each.ref])) for each in children}
    assert {ref for ref, answer in answers.items() if answer.status_code == 200} == set(refs)
    assert {answer.status_code for answer in answers.values()} == {200, 404}
    looked = signed_in(c.manager).get(reverse("casework:who_looked", args=[refs[0]])).content.decode()
    assert "Innes" in looked and "part of an inspector&#x27;s sample" in looked


def test_an_inspector_of_no_sample_and_one_elsewhere_read_nobody(c, children) -> None:
    refs = drawn_refs(c, draw(c))
    for name in ("partner", "governance", "worker", "head", "stranger"):
        answer = signed_in(getattr(c, name)).get(reverse("casework:sampled_child", args=[refs[0]]))
        assert answer.status_code == 403, name


def test_an_inspectors_pages_do_not_open_the_rooms_of_those_who_work_there(c, children) -> None:
    ref = drawn_refs(c, draw(c))[0]
    client = signed_in(c.inspector)
    for name in ("child", "chronology", "who_looked", "record_visit", "say_name", "share"):
        assert client.get(reverse(f"casework:{name}", args=[ref])).status_code == 403, name


def test_a_sample_ends_by_itself_and_is_closed_early_for_a_reason(c, children, settings) -> None:
    made = draw(c)
    url = reverse("casework:sampled_child", args=[drawn_refs(c, made)[0]])
    client = signed_in(c.inspector)
    settings.LIPPEN_TODAY = TODAY + timedelta(13)
    assert client.get(url).status_code == 200
    settings.LIPPEN_TODAY = TODAY + timedelta(14)
    assert client.get(url).status_code == 404
    settings.LIPPEN_TODAY = TODAY
    assert client.get(url).status_code == 200
    head = signed_in(c.head)
    answer = send(head, reverse("casework:close_sample", args=[made.ref]), why="Drawn by mistake")
    assert "Drawn by mistake" in answer.content.decode()
    assert client.get(url).status_code == 404
    access.identify(c.head, today=TODAY)
    with pytest.raises(CannotDo, match="closed this sample already"):
        lending.close_children_sample(actor=c.head, sample_ref=made.ref, why="Again", at=NOW)


def test_a_child_whose_record_is_restricted_later_leaves_the_sample(c, children) -> None:
    ref = drawn_refs(c, draw(c))[0]
    access.identify(c.manager, today=TODAY)
    named = {"officers": [c.manager.person_id], "why": "Known in the council"}
    guarding.restrict(actor=c.manager, person_ref=ref, **named, **GIVEN)
    assert signed_in(c.inspector).get(reverse("casework:sampled_child", args=[ref])).status_code == 404


def test_a_sample_is_drawn_on_a_page(c, children) -> None:
    client = signed_in(c.head)
    closes = TODAY + timedelta(10)
    answer = send(
        client,
        reverse("casework:draw"),
        inspectors=[str(c.inspector.person_id)],
        words="green 7",
        size="2",
        purpose="Inspection",
        opens_on_day=TODAY.day,
        opens_on_month=TODAY.month,
        opens_on_year=TODAY.year,
        closes_on_day=closes.day,
        closes_on_month=closes.month,
        closes_on_year=closes.year,
    )
    body = answer.content.decode()
    assert "2 of 6 children" in body and "gives the same children in this order" in body


# --- what is shared with partners ---


def share(c: Cast, child: KnownPerson, actor: Actor | None = None, **given: object) -> Sharing:
    who = actor or c.manager
    access.identify(who, today=TODAY)
    asked = {"partner_id": c.partner.person_id, "purpose": "School plan", "basis": SharedBasis.SAFEGUARDING}
    asked |= {"parts": list(SharedPart), "person_refs": [child.ref], **DAYS}
    return lending.share(actor=who, **{**asked, **given})[0]


@pytest.fixture
def child(c: Cast) -> KnownPerson:
    made = c.add(c.worker, "Isla", "Balfour")
    c.allocate(made, c.worker)
    access.identify(c.worker, today=TODAY)
    about = {"person_ref": made.ref, **GIVEN}
    people.say_address(actor=c.worker, lines="3 Canary Loan", postcode="FK10 1AA", **about)
    work.say_status(actor=c.worker, status=Status.AT_HOME, words="", **about)
    warned = {"words": "Runs from strangers", "shown_by": "School", "review_on": TODAY + timedelta(30)}
    marking.mark(actor=c.worker, kind=MarkerKind.MISSING, **warned, **about)
    return made


def seen(c: Cast, child: KnownPerson) -> str:
    answer = signed_in(c.partner).get(reverse("casework:shared_child", args=[child.ref]))
    return answer.content.decode() if answer.status_code == 200 else ""


SHOWS = {
    SharedPart.NAME: "Isla Balfour",
    SharedPart.STATUS: "Looked after at home",
    SharedPart.WORKERS: "Wren Testperson",
    SharedPart.SEEN: "No visit is recorded",
    SharedPart.WARNINGS: "Runs from strangers",
}


@pytest.mark.parametrize("part", SharedPart)
def test_casework_shared_shows_the_part_named_and_no_other(part, c, child) -> None:
    share(c, child, parts=[part])
    body = seen(c, child)
    assert {each for each, words in SHOWS.items() if words in body} == {part}
    assert "School plan" in body and "Canary Loan" not in body


def test_a_visit_that_was_wrong_is_no_day_on_which_a_partner_reads_that_the_child_was_seen(c, child) -> None:
    about = {"actor": c.worker, "person_ref": child.ref, **GIVEN}
    access.identify(c.worker, today=TODAY)
    made = visiting.record_visit(is_seen=True, place=Place.HOME, words="Well", **about)
    share(c, child)
    assert "No visit is recorded" not in seen(c, child)
    access.identify(c.worker, today=TODAY)
    knowing.withdraw(kind=FactKind.VISIT, number=made.pk, why="It was the cousin", **about)
    assert "No visit is recorded" in seen(c, child)


def test_an_inspector_reads_what_was_wrong_as_wrong(c, children) -> None:
    ref = drawn_refs(c, draw(c))[0]
    access.identify(c.worker, today=TODAY)
    about = {"actor": c.worker, "person_ref": ref, **GIVEN}
    entry = {"words": "Moved house", "source": "", "significance": Significance.SOME}
    made = chronology.write_entry(**entry, **about)
    knowing.withdraw(kind=FactKind.ENTRY, number=made.pk, why="Next door", **about)
    told = signed_in(c.inspector).get(reverse("casework:sampled_child", args=[ref])).content.decode()
    assert "<s>Moved house</s>" in told and "Wrong: Next door" in told


def test_casework_shared_never_shows_where_the_child_lives(c, child) -> None:
    share(c, child)
    body = seen(c, child)
    assert all(words in body for words in SHOWS.values())
    assert "Canary Loan" not in body and "FK10" not in body


def test_casework_shared_of_one_child_says_nothing_of_another(c, child, children) -> None:
    share(c, child)
    assert seen(c, child) and not seen(c, children[0])
    page = signed_in(c.partner).get(reverse("casework:shared")).content.decode()
    assert "Isla Balfour" in page and "Child0" not in page


def test_casework_shared_ends_by_itself_and_early_for_a_reason(c, child, settings) -> None:
    made = share(c, child)
    settings.LIPPEN_TODAY = TODAY + timedelta(13)
    assert seen(c, child)
    settings.LIPPEN_TODAY = TODAY + timedelta(14)
    assert not seen(c, child)
    settings.LIPPEN_TODAY = TODAY
    answer = send(signed_in(c.manager), reverse("casework:end_sharing", args=[made.ref]), why="Moved away")
    assert "Moved away" in answer.content.decode()
    assert not seen(c, child)


def test_two_purposes_show_the_parts_of_both(c, child) -> None:
    share(c, child, parts=[SharedPart.NAME])
    share(c, child, parts=[SharedPart.STATUS], purpose="Health plan")
    body = seen(c, child)
    assert all(words in body for words in ("Isla Balfour", "Looked after at home", "School plan", "Health plan"))


def test_a_restricted_record_is_shared_no_more_with_those_it_does_not_name(c, child) -> None:
    share(c, child)
    access.identify(c.manager, today=TODAY)
    named = {"officers": [c.manager.person_id, c.worker.person_id], "why": "Known in the council"}
    guarding.restrict(actor=c.manager, person_ref=child.ref, **named, **GIVEN)
    assert not seen(c, child)


def test_what_is_shared_stands_on_the_childs_page_and_who_looked(c, child) -> None:
    share(c, child)
    seen(c, child)
    client = signed_in(c.worker)
    page = client.get(reverse("casework:child", args=[child.ref])).content.decode()
    url = reverse("casework:who_may_see", args=[child.ref])
    assert url in page
    told = client.get(url).content.decode()
    assert "Petra" in told and "School plan" in told and "Maud" in told and "End this today" not in told
    looked = client.get(reverse("casework:who_looked", args=[child.ref])).content.decode()
    assert "Read what is shared with them" in looked


def test_a_partner_reads_and_opens_nothing_else(c, child) -> None:
    share(c, child)
    client = signed_in(c.partner)
    for name in ("child", "chronology", "who_looked", "who_may_see", "write_entry", "sampled_child"):
        assert client.get(reverse(f"casework:{name}", args=[child.ref])).status_code == 403, name
    access.identify(c.partner, today=TODAY)
    assert not KnownPerson._base_manager.exists()


def test_nobody_shares_who_does_not_lead_or_manage(c, child) -> None:
    for actor in (c.worker, c.partner, c.governance):
        with pytest.raises(NotAllowed):
            share(c, child, actor)
    with pytest.raises(NotVisible):
        share(c, child, c.other_leader)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"parts": []}, "Choose what they see"),
        ({"purpose": " "}, "what they need it for"),
        ({"opens_on": TODAY - timedelta(1)}, "before today"),
        ({"closes_on": TODAY + timedelta(367)}, "a year"),
        ({"partner_id": 0}, "Choose a partner"),
    ],
)
def test_sharing_is_refused_in_words(given, words, c, child) -> None:
    with pytest.raises(CannotDo, match=words):
        share(c, child, **given)


def test_a_sharing_is_audited_by_its_parts_and_no_words(c, child) -> None:
    share(c, child, parts=[SharedPart.NAME])
    access.identify(c.governance, today=TODAY)
    (entry,) = AuditEntry.objects.filter(verb="known.shared")
    assert entry.subject_key == child.ref and entry.keys["parts"] == ["name"]
    assert "School" not in str(entry.keys)


def test_brothers_and_sisters_are_shared_on_one_page(c, child) -> None:
    from lippen.casework.vocabulary import TieKind

    brother = c.add(c.worker, "Ruaridh", "Balfour", tie=people.NewTie(child.ref, TieKind.SIBLING))
    closes = TODAY + timedelta(10)
    answer = send(
        signed_in(c.manager),
        reverse("casework:share", args=[child.ref]),
        partner=str(c.partner.person_id),
        others=[brother.ref],
        parts=["name"],
        purpose="School plan",
        basis="safeguarding",
        basis_words="",
        opens_on_day=TODAY.day,
        opens_on_month=TODAY.month,
        opens_on_year=TODAY.year,
        closes_on_day=closes.day,
        closes_on_month=closes.month,
        closes_on_year=closes.year,
    )
    assert answer.redirect_chain
    page = signed_in(c.partner).get(reverse("casework:shared")).content.decode()
    assert "Isla Balfour" in page and "Ruaridh Balfour" in page
