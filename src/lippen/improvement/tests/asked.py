"""A plan with everything round it: sources, answers, ties, a framework, contributions, versions, a restricted file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from lippen.improvement import actions
from lippen.improvement.models import (
    Action,
    Contribution,
    Plan,
    PlanVersion,
    Recommendation,
    RestrictedEntry,
    RestrictedFile,
    Source,
    Strand,
)
from lippen.improvement.tests.factories import AGREED, NOW, TODAY, Cast, moment
from lippen.improvement.vocabulary import PartnerKind, SourceKind
from lippen.kernel.access import Actor
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories as people

PAST = "?as_at=2012-10-10&known_at=2012-10-12"
JULY = date(2012, 7, 10)
CANARY = "Ptarmigan"
"""Stands in every word of a restricted file, and nowhere else."""


def source(
    here: Cast, title: str = "Review of long-term work", kind: SourceKind = SourceKind.INDEPENDENT_REVIEW
) -> Source:
    """A source that the plan draws from."""
    made = actions.record_source(
        actor=here.editor, authority_id=here.council.pk, kind=kind, title=title, at=moment(AGREED)
    )
    actions.draw_from(actor=here.editor, plan_ref=here.plan.ref, source_ref=made.ref, so_on=AGREED, at=moment(AGREED))
    return made


def asked(here: Cast, of: Source, number: str = "1", text: str = "Hold supervision monthly") -> Recommendation:
    """Something that a source asked for."""
    return actions.add_recommendation(
        actor=here.editor, source_ref=of.ref, number=number, text=text, so_on=AGREED, at=moment(AGREED)
    )


def answers(here: Cast, action: Action, *wanted: Recommendation, on: date = JULY) -> None:
    """The action answers these, and nothing else, from a day on."""
    refs = [each.ref for each in wanted]
    actions.change_answers(actor=here.editor, action_ref=action.ref, recommendation_refs=refs, so_on=on, at=moment(on))


def other_plan(here: Cast, title: str = "Team plan", *, texts: tuple[str, ...] = ("Meet weekly",)) -> Plan:
    """Another plan of the council, with some actions."""
    plan = actions.create_plan(
        actor=here.editor, title=title, authority_id=here.council.pk, agreed_on=AGREED, at=moment(AGREED)
    )
    actions.add_theme(actor=here.editor, plan_ref=plan.ref, title="The team", at=moment(AGREED))
    for text in texts:
        add_to(here, plan, text)
    return plan


def add_to(here: Cast, plan: Plan, text: str = "Meet weekly") -> Action:
    """An action of another plan."""
    return actions.add_action(
        actor=here.editor, plan_ref=plan.ref, theme_number=1, text=text, so_on=AGREED, at=moment(AGREED)
    )


def carried(here: Cast, action: Action, plan: Plan, *, on: date = JULY) -> None:
    """The action is carried by the plan from a day on."""
    actions.carry_by(actor=here.editor, action_ref=action.ref, plan_ref=plan.ref, so_on=on, at=moment(on))


def partner(here: Cast, name: str = "Firth Health Board", kind: PartnerKind = PartnerKind.HEALTH) -> str:
    """A partner of the council."""
    return actions.record_partner(
        actor=here.editor, authority_id=here.council.pk, name=name, kind=kind, at=moment(AGREED)
    ).ref


def offered(here: Cast, partner_ref: str, *, so_on: date = JULY, **terms: object) -> Contribution:
    """What a partner contributes, by default to work on records."""
    given = {"offered": "Two days a week", "expected": "Plans that move"}
    given |= (
        {"consent": "Each family in writing", "scope": "Eight records, reading"} if "action_ref" not in terms else {}
    )
    return actions.add_contribution(
        actor=here.editor,
        plan_ref=here.plan.ref,
        partner_ref=partner_ref,
        terms=actions.Terms(**{**given, **terms}),
        so_on=so_on,
        at=moment(so_on),
    )


def restricted_file(here: Cast, *, opener: Actor | None = None, seers: tuple[actions.Seer, ...] = ()) -> RestrictedFile:
    """The restricted file of a complaint, with a note and a document in it."""
    complaint = source(here, "Complaint about long-term work", SourceKind.COMPLAINT)
    actor = opener or here.editor
    vacant = people.post(here.council, Role.CHIEF_SOCIAL_WORK_OFFICER, title="Complaints officer")
    made = actions.open_restricted_file(
        actor=actor,
        source_ref=complaint.ref,
        title=f"About {CANARY}",
        seers=[*seers, actions.Seer(post_id=vacant.pk)],
        so_on=TODAY,
        at=NOW,
    )
    document = actions.Document(f"{CANARY}.txt", "text/plain", CANARY.encode())
    actions.add_to_restricted_file(
        actor=actor, file_ref=made.ref, words=f"{CANARY} wrote.", document=document, so_on=TODAY, at=NOW
    )
    return made


def everything_asked(here: Cast, full: str) -> None:
    """Everything of these rooms, on the plan and on its fullest action."""
    action = Action.objects.get(ref=full)
    review, audit = source(here), source(here, "Audit of supervision", SourceKind.INTERNAL_AUDIT)
    firsts = [asked(here, review, str(number)) for number in (1, 2)]
    answers(here, action, *firsts, asked(here, audit, "R1"))
    carried(here, action, other_plan(here))
    health = partner(here)
    made = offered(here, health, action_ref=full, accountable_id=here.boss.person_id, ends_on=TODAY + timedelta(days=9))
    told = {"words": "Six sessions were held", "so_on": TODAY, "at": NOW}
    actions.record_delivery(actor=here.worker, contribution_ref=made.ref, **told)
    given = {"plan_ref": here.plan.ref, "intent": "Children move sooner", "so_on": AGREED, "at": moment(AGREED)}
    strand = actions.add_strand(actor=here.editor, title="Practice", accountable_id=here.boss.person_id, **given)
    actions.add_strand(actor=here.editor, partner_ref=health, accountable="Their link officer", **given)
    for _ in range(2):
        actions.tell_progress(actor=here.worker, strand_ref=strand.ref, **told)
    restricted_file(here)
    actions.name_version(actor=here.editor, plan_ref=here.plan.ref, name="Initial plan", as_at=JULY, at=NOW)


def source_pages(here: Cast, full: str, at: Callable[..., str]) -> dict[str, list[str]]:
    """The addresses of these rooms' pages, by name."""
    plan, review = here.plan.ref, Source.objects.get(title="Review of long-term work").ref
    complaint = Source.objects.get(kind=SourceKind.COMPLAINT.value).ref
    recommendation = Recommendation.objects.filter(source__ref=review).first().ref
    file, entry = RestrictedFile.objects.get().ref, RestrictedEntry.objects.get().ref
    contribution, strand = Contribution.objects.earliest("id").ref, Strand.objects.filter(partner=None).get().ref
    both = ("plan_sources", "plan_dependencies", "plan_framework")
    forms = ("plan_draw", "plan_add_strand", "plan_add_contribution", "plan_name_version", "plan_versions")
    return {
        "sources": [at("sources")],
        "add_source": [at("add_source")],
        **{name: [at(name, review), at(name, review, more=PAST)] for name in ("source", "source_csv")},
        **{name: [at(name, review)] for name in ("rename_source", "add_recommendation")},
        **{name: [at(name, recommendation)] for name in ("edit_recommendation", "answer_recommendation")},
        **{name: [at(name, plan), at(name, plan, more=PAST)] for name in both},
        **{name: [at(name, plan)] for name in forms},
        **{name: [at(name, full)] for name in ("change_answers", "carry_action")},
        **{name: [at(name, strand)] for name in ("change_strand", "tell_progress")},
        **{name: [at(name, contribution)] for name in ("change_contribution", "record_delivery")},
        "rename_partner": [at("rename_partner", Contribution.objects.earliest("id").partner.ref)],
        "rename_version": [at("rename_version", PlanVersion.objects.get().ref)],
        "plan_stop_drawing": [at("plan_stop_drawing", plan, review)],
        "open_restricted": [at("open_restricted", complaint)],
        **{name: [at(name, file)] for name in ("restricted", "add_to_restricted", "name_audience", "end_sight")},
        "restricted_document": [at("restricted_document", file, entry)],
    }
