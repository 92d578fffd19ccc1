"""The last form before a plan comes in: its title, its councils, and every question that the file leaves."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms

from lippen.improvement.adapters import Proposal
from lippen.improvement.rows import BatchRow
from lippen.improvement.screens.previewing import PreviewForm
from lippen.improvement.vocabulary import Audience
from lippen.organisation.queries import AuthorityRow, PersonRow

RHYTHMS = ((31, "Every month"), (92, "Every quarter"), (183, "Every half year"))


class ConfirmForm(PreviewForm):
    """The preview's questions, and how the plan is to be kept."""

    title = forms.CharField(
        label="What is the plan called?", max_length=240, error_messages={"required": "Give the plan a name."}
    )
    rhythm = forms.TypedChoiceField(
        label="How often is an update due?", choices=RHYTHMS, coerce=int, initial=92, widget=forms.RadioSelect
    )
    audience = forms.ChoiceField(
        label="Who may read the progress in this file?",
        choices=[
            (Audience.INTERNAL, "The people of the service only"),
            (Audience.COMMITTEE, "The committee too: it was in a public paper"),
        ],
        initial=Audience.INTERNAL,
        widget=forms.RadioSelect,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def __init__(
        self,
        data: object,
        *,
        proposal: Proposal,
        batch: BatchRow,
        people: Sequence[PersonRow],
        authorities: Sequence[AuthorityRow],
    ) -> None:
        super().__init__(data, proposal=proposal, people=[(who.ref, f"{who.name} ({who.initials})") for who in people])
        self.fields["version"].initial = batch.version
        self.fields["title"].initial = batch.plan_title or proposal.header.get("Subject", "") or batch.document
        self.others = {row.ref: row.id for row in authorities if row.id != batch.authority_id}
        if self.others:
            self.fields["also_for"] = forms.MultipleChoiceField(
                label="Which other councils is it for?",
                choices=[(row.ref, row.name) for row in authorities if row.ref in self.others],
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )

    def kept_fields(self) -> list[forms.BoundField]:
        """The questions about the plan as a whole."""
        return [self[name] for name in ("title", "also_for", "rhythm", "audience") if name in self.fields]

    def settings(self) -> dict[str, object]:
        """The plan's title, councils and rhythm."""
        given = self.cleaned_data
        return {
            "plan_title": given["title"],
            "also_for": [self.others[ref] for ref in given.get("also_for", ())],
            "rhythm_days": given["rhythm"],
        }
