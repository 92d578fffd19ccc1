"""What our council's plan answers to and who helps, and the pages at which each record is found."""

from __future__ import annotations

from lippen.improvement import actions
from lippen.improvement.vocabulary import PartnerKind, SourceKind
from lippen.kernel.access import Actor
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories
from lippen.reporting.tests.world import AGREED, TODAY, World

CANARY = "Ptarmigan"
"""Stands in every word of the restricted file, and nowhere else."""
OF_A_SOURCE = ("source", "source_csv", "rename_source", "add_recommendation")
OF_A_RECOMMENDATION = ("edit_recommendation", "answer_recommendation")
OF_A_FILE = ("restricted", "add_to_restricted", "name_audience", "end_sight", "restricted_document")


def kept(there: World, seer: Actor) -> dict[str, str]:
    """A record for each page that is about one, by the page's name; the restricted file is open to one more person."""
    with there.as_(there.author) as actor:
        review = source(there, actor, "Review of long-term work", SourceKind.INDEPENDENT_REVIEW)
        recommendation = actions.add_recommendation(
            actor=actor, source_ref=review, number="R1", text="Meet monthly", so_on=AGREED, at=there.at()
        ).ref
        complaint = source(there, actor, "A complaint", SourceKind.COMPLAINT)
        version = actions.name_version(
            actor=actor, plan_ref=there.plan.ref, name="Initial plan", as_at=TODAY, at=there.at()
        )
        file, entry = restricted_file(there, actor, complaint, seer)
        framed = framework(there, actor)
    return {
        **dict.fromkeys(OF_A_SOURCE, review),
        **dict.fromkeys(OF_A_RECOMMENDATION, recommendation),
        **dict.fromkeys(OF_A_FILE, file),
        "open_restricted": complaint,
        "rename_version": version.ref,
        "entry": entry,
        **framed,
    }


def source(there: World, actor: Actor, title: str, kind: SourceKind) -> str:
    """A source that our plan draws from."""
    made = actions.record_source(actor=actor, authority_id=there.authority.pk, kind=kind, title=title, at=there.at())
    actions.draw_from(
        actor=actor, plan_ref=there.plan.ref, source_ref=made.ref, so_on=TODAY, at=there.at(), takes_themes=True
    )
    return made.ref


def restricted_file(there: World, actor: Actor, complaint: str, seer: Actor) -> tuple[str, str]:
    """A restricted file with a note and a document in it."""
    vacant = factories.post(there.authority, Role.CHIEF_SOCIAL_WORK_OFFICER, title="Complaints officer")
    made = actions.open_restricted_file(
        actor=actor,
        source_ref=complaint,
        title=f"About {CANARY}",
        seers=[actions.Seer(person_id=seer.person_id), actions.Seer(post_id=vacant.pk)],
        so_on=TODAY,
        at=there.at(),
    )
    document = actions.Document(f"{CANARY}.txt", "text/plain", CANARY.encode())
    entry = actions.add_to_restricted_file(
        actor=actor, file_ref=made.ref, words=f"{CANARY} wrote.", document=document, so_on=TODAY, at=there.at()
    )
    return made.ref, entry.ref


def framework(there: World, actor: Actor) -> dict[str, str]:
    """A strand, and what a partner contributes."""
    given = {"plan_ref": there.plan.ref, "so_on": TODAY, "at": there.at()}
    strand = actions.add_strand(actor=actor, title="Practice", intent="Children move sooner", **given)
    partner = actions.record_partner(
        actor=actor, authority_id=there.authority.pk, name="Firth Health", kind=PartnerKind.HEALTH, at=there.at()
    )
    terms = actions.Terms("Advice", "Plans that move", consent="Each family in writing", scope="Eight records")
    contribution = actions.add_contribution(actor=actor, partner_ref=partner.ref, terms=terms, **given)
    return {
        **dict.fromkeys(("change_strand", "tell_progress"), strand.ref),
        **dict.fromkeys(("change_contribution", "record_delivery"), contribution.ref),
    }
