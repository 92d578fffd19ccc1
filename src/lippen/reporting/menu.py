"""What the papers offer the rest of the house: their duties in words, each with where to do it."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from lippen.kernel.access import Actor
from lippen.organisation.queries import DutyRow
from lippen.reporting import queries
from lippen.reporting.vocabulary import PaperDuty

TITLES = {
    PaperDuty.WRITE: "Write the paper",
    PaperDuty.LINES: "Agree your committee lines",
    PaperDuty.APPROVE: "Read and approve a paper",
    PaperDuty.REWRITE: "Mend a paper that was returned",
    PaperDuty.ISSUE: "Issue the paper",
    PaperDuty.COMMENT: "Comment on a paper",
    PaperDuty.ACCEPT: "Accept or reject a signed paper",
    PaperDuty.REPLACE: "Replace a paper that was rejected",
    PaperDuty.CONFIRM: "Confirm a paper's legality, equalities or finance",
    PaperDuty.NAME_OFFICER: "Nobody is proper officer: have the post filled, for a signed paper",
}
PAGES = {
    PaperDuty.LINES: "lines",
    PaperDuty.APPROVE: "approve",
    PaperDuty.ISSUE: "issue",
    PaperDuty.COMMENT: "comment",
    PaperDuty.ACCEPT: "accept",
    PaperDuty.CONFIRM: "behind",
}
MINE = {PaperDuty.LINES: "?mine=1", PaperDuty.CONFIRM: "#confirmed"}


def duty_words(actor: Actor, duties: Sequence[DutyRow]) -> dict[tuple[str, str], tuple[str, str, str]]:
    """Title, subject and address of each duty, by its kind and the paper's ref."""
    subjects = queries.subjects(actor, {duty.subject_key for duty in duties})
    return {
        (duty.kind, duty.subject_key): (
            TITLES.get(duty.kind, "A paper"),
            subjects[duty.subject_key],
            reverse(f"reporting:{PAGES.get(duty.kind, 'paper')}", args=[duty.subject_key]) + MINE.get(duty.kind, ""),
        )
        for duty in duties
        if duty.subject_key in subjects
    }
