"""What is exempt: proposed, decided, resolved; two editions, each with its own hash; who reads which."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from lippen.improvement import actions as improvement
from lippen.improvement.vocabulary import StakeholderKind
from lippen.kernel.errors import NotAllowed, NotVisible
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories
from lippen.reporting import actions, queries
from lippen.reporting.models import Issue, PublicEdition, Resolution
from lippen.reporting.papers.canonical import content_hash
from lippen.reporting.papers.exempting import strings_of
from lippen.reporting.queries.checking import rebuild
from lippen.reporting.queries.frozen import frozen_of
from lippen.reporting.schedule_7a import PARAGRAPHS, is_open_to_members, notice
from lippen.reporting.tests.screens import quick_files
from lippen.reporting.tests.world import TODAY, World, blocks, refused, world, written
from lippen.reporting.vocabulary import ResolutionKind

pytestmark = pytest.mark.django_db
SECRET = "A canary sang at the edge of the quarry."


@pytest.fixture
def there(request: pytest.FixtureRequest) -> Iterator[World]:
    with quick_files():
        yield written(1) if "ref" in request.fixturenames else world(1)


@pytest.fixture
def ref(there: World) -> str:
    return there.ref


def sign(there: World, ref: str) -> None:
    there.send(ref)
    there.approve(there.head, ref)
    there.approve(there.chief, ref)


def editions(there: World, ref: str) -> tuple[dict, dict]:
    """The whole and the public edition, as its author has them."""
    with there.as_(there.author) as actor:
        row = queries.paper_row(actor, ref)
        whole = queries.content(actor, ref, known_at=there.at())
        return whole, queries.public_edition_of(actor, row, at=there.at())


def hide_workforce(there: World, ref: str, **more: object) -> None:
    with there.as_(there.author) as actor:
        there.write(actor, ref, "workforce", SECRET, version=1)
    there.exempt(ref, "text:workforce", (5,), **more)


# --- the law as data ---


def test_schedule_7a_has_fifteen_paragraphs_each_with_its_words() -> None:
    assert [paragraph.number for paragraph in PARAGRAPHS] == list(range(1, 16))
    assert all(len(paragraph.words.split()) >= 5 for paragraph in PARAGRAPHS)
    assert {paragraph.number for paragraph in PARAGRAPHS if not paragraph.is_confirmed} == {10, 11, 13, 15}


@pytest.mark.parametrize(
    ("numbers", "open_to_them"),
    [((5,), False), ((6,), True), ((8, 10), True), ((6, 12), False), ((13,), True), ((15,), True), ((), False)],
)
def test_paper_members_read_business_papers(numbers, open_to_them) -> None:
    assert is_open_to_members(numbers) is open_to_them


# --- proposing ---


def test_an_exemption_names_a_part_a_paragraph_and_a_reason(there: World, ref: str) -> None:
    assert "paragraph of Schedule 7A" in refused(there.exempt, ref, paragraphs=())
    assert "paragraph of Schedule 7A" in refused(there.exempt, ref, paragraphs=(16,))
    assert "Give the reason" in refused(there.exempt, ref, reason=" ")
    assert "not in this paper" in refused(there.exempt, ref, place="text:nothing")
    worker = factories.actor(there.authority, Role.SOCIAL_WORKER)
    with pytest.raises(NotAllowed), there.as_(worker) as actor:
        given = {"place": "whole", "paragraphs": (5,), "reason": "x", "at": there.at()}
        actions.propose_exemption(actor=actor, paper_ref=ref, **given)


def test_a_paper_that_says_exempt_without_a_paragraph_is_not_sent(there: World, ref: str) -> None:
    with there.as_(there.author) as actor:
        given = {"question": "exempt", "ticked": ["yes"], "note": "A family.", "at": there.at()}
        actions.answer(actor=actor, paper_ref=ref, **given)
    assert any("which paragraph of Schedule 7A" in sentence for sentence in blocks(there, ref))
    there.exempt(ref)
    assert blocks(there, ref) == ()
    with there.as_(there.author) as actor:
        actions.answer(actor=actor, paper_ref=ref, question="exempt", ticked=["no"], at=there.at())
    assert any("answered that nothing is exempt" in sentence for sentence in blocks(there, ref))


def test_marks_are_taken_off_again_and_the_form_answers_no(there: World, ref: str) -> None:
    there.exempt(ref, "text:workforce")
    there.exempt(ref, "theme:1", (3, 5))
    with there.as_(there.author) as actor:
        given = {"actor": actor, "paper_ref": ref, "at": there.at()}
        assert "Choose the marks" in refused(actions.take_marks_off, marked=["whole"], **given)
        assert actions.take_marks_off(marked=["theme:1"], **given) == 1
        assert actions.take_marks_off(marked=["text:workforce"], **given) == 0
        view = queries.paper(actor, ref, at=there.at())
    assert next(asked.ticked for asked in view.questions if asked.key == "exempt") == ("no",)


# --- two editions ---


def test_the_public_edition_says_where_something_is_left_out_and_none_of_it(there: World, ref: str) -> None:
    hide_workforce(there, ref, public_title="Long-term team: progress")
    whole, public = editions(there, ref)
    assert SECRET in list(strings_of(whole)) and whole["edition"] == "whole"
    assert whole["notice"] == notice([5]) and "Not for publication (paragraph 5)." in list(strings_of(whole))
    assert not any("canary" in text for text in strings_of(public))
    assert "Not for publication (paragraph 5)." in list(strings_of(public))
    assert public["paper"]["ref"] == f"{ref}-public"
    assert content_hash(whole) != content_hash(public)
    assert [part["key"] for part in public["parts"]] == [part["key"] for part in whole["parts"]]


def test_of_a_wholly_exempt_paper_the_public_edition_is_the_notice_alone(there: World, ref: str) -> None:
    there.exempt(ref, "whole", (3, 5), public_title="A paper on one child's care")
    _, public = editions(there, ref)
    texts = list(strings_of(public["parts"]))
    assert notice([3, 5]) in texts and "It tells of a family's care." in texts
    assert public["paper"]["title"] == "A paper on one child's care"
    assert public["figures"] == [] and len(public["parts"]) == 1
    assert not any("Told for the committee" in text or "Do thing" in text for text in texts)


def test_an_exempt_line_takes_the_actions_words_out_of_everything_that_is_drafted(there: World, ref: str) -> None:
    with there.as_(there.author) as actor:
        line = queries.paper(actor, ref, at=there.at()).lines[0]
    there.exempt(ref, f"line:{line.action_ref}", (5,))
    whole, public = editions(there, ref)
    assert any(line.action_text in text for text in strings_of(whole))
    assert not any(line.action_text in text for text in strings_of(public))


def test_exempt_words_that_stand_elsewhere_too_keep_the_paper_from_being_sent(there: World, ref: str) -> None:
    hide_workforce(there, ref)
    with there.as_(there.author) as actor:
        there.write(actor, ref, "scrutiny", f"We were told: {SECRET.upper()}", version=1)
    assert any("stand elsewhere too" in sentence for sentence in blocks(there, ref))
    assert "stand elsewhere" in refused(there.send, ref)
    there.exempt(ref, "text:scrutiny", (5,))
    there.send(ref)


def test_a_signed_exempt_paper_has_both_editions_frozen_and_both_rebuild(there: World, ref: str) -> None:
    hide_workforce(there, ref)
    sign(there, ref)
    with there.as_(there.author):
        kept = PublicEdition.objects.get()
        assert content_hash(json.loads(bytes(kept.content))) == kept.sha256
        assert b"canary" not in bytes(kept.content)
    there.accept(ref)
    there.issue(ref)
    for each in (ref, f"{ref}-public"):
        agree, words = rebuild(each, today=TODAY)
        assert agree, words


def test_a_paper_without_exempt_parts_has_one_edition_alone(there: World, ref: str) -> None:
    sign(there, ref)
    with there.as_(there.author) as actor:
        assert PublicEdition.objects.count() == 0
        assert "notice" not in queries.signed_content(actor, ref)
        with pytest.raises(NotVisible):
            queries.public_edition_of(actor, queries.paper_row(actor, ref), at=there.at())


# --- deciding, and who reads ---


def test_an_exempt_paper_is_issued_only_once_the_proper_officer_has_decided(there: World, ref: str) -> None:
    hide_workforce(there, ref)
    sign(there, ref)
    assert "has not accepted" in refused(there.issue, ref)
    there.accept(ref)
    there.issue(ref)


def readers(there: World, ref: str) -> dict[str, bool]:
    """Which members find the whole paper."""
    found = {}
    for role in (Role.COUNCILLOR_ON_COMMITTEE, Role.APPOINTED_MEMBER, Role.OTHER_COUNCILLOR):
        with there.as_(factories.actor(there.authority, role)) as actor:
            rows = [row for row in queries.papers(actor) if row.ref == ref]
            found[role.value] = bool(rows) and frozen_of(actor, rows[0]) is not None
    return found


@pytest.mark.parametrize(("paragraph", "others"), [(5, False), (6, True)])
def test_councillors_off_the_committee_read_what_section_50f_opens_to_them(there, ref, paragraph, others) -> None:
    there.exempt(ref, "text:workforce", (paragraph,))
    sign(there, ref)
    there.accept(ref)
    there.issue(ref)
    assert readers(there, ref) == {
        "councillor_on_committee": True,
        "appointed_member": True,
        "other_councillor": others,
    }
    with there.as_(factories.actor(there.authority, Role.OTHER_COUNCILLOR)) as actor:
        assert [row.ref for row in queries.register(actor) if row.is_edition] == [f"{ref}-public"]
        assert queries.issued_edition(actor, f"{ref}-public")[0]["edition"] == "public"
    with there.as_(factories.actor(factories.authority(), Role.COUNCILLOR_ON_COMMITTEE)) as actor:
        assert queries.register(actor) == ()
        with pytest.raises(NotVisible):
            queries.issued_edition(actor, f"{ref}-public")


def test_no_member_reaches_the_list_behind_a_figure(there: World, ref: str) -> None:
    there.exempt(ref, "text:workforce", (6,))
    sign(there, ref)
    there.accept(ref)
    there.issue(ref)
    for role in (Role.COUNCILLOR_ON_COMMITTEE, Role.OTHER_COUNCILLOR):
        with there.as_(factories.actor(there.authority, role)) as actor:
            trace = queries.figure_trace(actor, ref, "actions", at=there.at())
        assert trace.figure.value and trace.rows == ()


def test_a_public_edition_is_for_nobody_outside_before_its_issue(there: World, ref: str) -> None:
    hide_workforce(there, ref)
    sign(there, ref)
    with there.as_(factories.actor(there.authority, Role.COUNCILLOR_ON_COMMITTEE)) as actor:
        assert PublicEdition.objects.count() == 0
        with pytest.raises(NotVisible):
            queries.issued_edition(actor, f"{ref}-public")


def test_the_committees_resolution_is_recorded_for_an_exempt_paper_that_is_issued(there: World, ref: str) -> None:
    hide_workforce(there, ref)
    sign(there, ref)

    def resolve(words: str) -> None:
        with there.as_(there.clerk) as actor:
            actions.record_resolution(
                actor=actor, paper_ref=ref, kind=ResolutionKind.EXCLUDED, words=words, at=there.at()
            )

    assert "is issued" in refused(resolve, "Resolved.")
    there.accept(ref)
    there.issue(ref)
    assert "as the minute has it" in refused(resolve, " ")
    resolve("Resolved under section 50A(4) to exclude the public.")
    with there.as_(there.clerk):
        assert Resolution.objects.get().kind == "excluded"
        assert Issue.objects.get().is_open_to_members is False


# --- flagged words ---


def keep(there: World, ref: str, key: str, reason: str = "The figure is published already.") -> None:
    with there.as_(there.author) as actor:
        actions.keep_flag(actor=actor, paper_ref=ref, key=key, reason=reason, at=there.at())


def flagged(there: World, ref: str, who: object = None) -> list[tuple[str, str, bool]]:
    with there.as_(who or there.author) as actor:  # type: ignore[arg-type]
        _, found = queries.paper_flags(actor, ref, at=there.at())
    return [(each.flag.key, each.flag.words, each.is_open) for each in found]


def test_flagged_words_hold_a_paper_up_until_they_are_kept_with_a_reason_or_taken_out(there: World, ref: str) -> None:
    with there.as_(there.author) as actor:
        there.write(actor, ref, "workforce", "Three children wait.", version=1)
        there.write(actor, ref, "scrutiny", f"{there.lead.name} has the lead.", version=1)
        there.write(actor, ref, "stakeholders", "Larkfield House is open.", version=1)
    with there.as_(there.clerk) as actor:
        actions.set_child_places(
            actor=actor, authority_id=there.authority.pk, names=["Larkfield  House", ""], at=there.at()
        )
    found = flagged(there, ref)
    assert [words for _, words, _ in found] == ["Three children", there.lead.name, "Larkfield House"]
    assert any("3 places are flagged" in sentence for sentence in blocks(there, ref))
    assert "flagged" in refused(there.send, ref)
    assert "Say why" in refused(keep, there, ref, found[0][0], " ")
    assert "not in the paper" in refused(keep, there, ref, "0" * 24)
    keep(there, ref, found[0][0])
    assert "just answered" in refused(keep, there, ref, found[0][0])
    with there.as_(there.author) as actor:
        there.write(actor, ref, "scrutiny", "The service manager has the lead.", version=2)
        there.write(actor, ref, "stakeholders", "A house is open.", version=2)
    assert [(words, is_open) for _, words, is_open in flagged(there, ref)] == [("Three children", False)]
    sign(there, ref)
    there.issue(ref)
    assert "can no longer be weighed" in refused(keep, there, ref, found[0][0])


def test_a_family_name_a_contact_and_a_word_of_the_councils_own_list_are_flagged_too(there: World, ref: str) -> None:
    family = there.lead.name.split()[-1]
    with there.as_(there.author) as actor:
        there.write(actor, ref, "workforce", f"We spoke with {family} about it.", version=1)
        there.write(actor, ref, "scrutiny", "Catriona Balnagowan speaks for carers.", version=1)
        there.write(actor, ref, "stakeholders", "After the Glenshee fire the house closed.", version=1)
        group = improvement.add_stakeholder(
            actor=actor,
            authority_id=there.authority.pk,
            kind=StakeholderKind.THIRD_SECTOR,
            name="Carers’ forum",
            so_on=TODAY,
            at=there.at(),
        )
        improvement.add_contact(
            actor=actor, stakeholder_ref=group.ref, name="Catriona Balnagowan", so_on=TODAY, at=there.at()
        )
    with there.as_(there.clerk) as actor:
        given = {"names": ["Larkfield House"], "words": ["the Glenshee fire", "the Glenshee  fire"]}
        assert "between 2 and 120" in refused(
            actions.set_child_places,
            actor=actor,
            authority_id=there.authority.pk,
            at=there.at(),
            names=[],
            words=["x"],
        )
        actions.set_child_places(actor=actor, authority_id=there.authority.pk, at=there.at(), **given)
        assert queries.places_list(actor, there.authority.pk).words == ("the Glenshee fire",)
    assert [words for _, words, _ in flagged(there, ref)] == [family, "Catriona Balnagowan", "the Glenshee fire"]


def test_what_holds_a_joint_plans_paper_up_for_the_other_councils_officer_stands_among_its_flags(
    there: World, ref: str
) -> None:
    there.plan.authorities.add(*there.stranger.authority_ids)
    with there.as_(there.author) as actor:
        there.write(actor, ref, "scrutiny", f"{there.stranger.name} has the lead.", version=1)
    assert any("1 place is flagged" in sentence for sentence in blocks(there, ref))
    ((key, words, _),) = flagged(there, ref)
    assert words == there.stranger.name
    keep(there, ref, key)
    sign(there, ref)
    there.issue(ref)


def test_words_in_an_exempt_part_are_not_flagged_for_the_public_never_reads_them(there: World, ref: str) -> None:
    with there.as_(there.author) as actor:
        there.write(actor, ref, "workforce", "Three children wait.", version=1)
    there.exempt(ref, "text:workforce", (5,))
    assert flagged(there, ref) == []


def test_a_clerk_weighs_what_a_newer_list_finds_in_a_signed_paper(there: World, ref: str) -> None:
    with there.as_(there.author) as actor:
        there.write(actor, ref, "workforce", "Burnside is warm.", version=1)
    sign(there, ref)
    with there.as_(there.clerk) as actor:
        given = {"actor": actor, "authority_id": there.authority.pk, "at": there.at()}
        assert "between 4 and 120" in refused(actions.set_child_places, names=["it"], **given)
        actions.set_child_places(names=["Burnside"], **given)
    assert "1 place is flagged" in refused(there.issue, ref)
    ((key, words, _),) = flagged(there, ref, there.clerk)
    assert words == "Burnside"
    with there.as_(there.clerk) as actor:
        actions.keep_flag(actor=actor, paper_ref=ref, key=key, reason="It is a town.", at=there.at())
    there.issue(ref)
