"""What is decided of a child on the way through care, where it is asked what the child thinks."""

from __future__ import annotations

from lippen.care.vocabulary.events import Event
from lippen.care.vocabulary.reviews import REVIEWS

DECISIONS = frozenset(
    {
        *REVIEWS,
        *(Event.REVIEW_RETURNED, Event.EMERGENCY_WENT_ON, Event.RECOMMENDED, Event.RECOMMENDED_AWAY),
        *(Event.CLINIC, Event.PANEL, Event.AGENCY_DECIDED, Event.DECIDED_FOR_CHILD_ON_ORDER),
        *(Event.SENT_BACK, Event.REFUSED, Event.HOME_RULED_OUT, Event.KINSHIP_RULED),
        *(Event.PLAN_AGREED, Event.PLAN_REVIEWED, Event.MATCHED),
    }
)
"""Events at which somebody of the council decides of a child: none stands without the child's view, or why not.

What a hearing or a court decides is not among them: the child's view is put before those in their own papers.
"""
OF_RETURNS = "{source}, from which it was brought in, does not say what the child thinks."
"""Why the view is not known where a file that tells of a decision leaves it out."""
