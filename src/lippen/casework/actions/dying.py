"""What follows when a child has died: nothing is planned for them any more, and nobody is reminded of it.

A referral is still decided by somebody, who thinks of brothers and sisters; an opening is reviewed; who asked what is
held is answered. Should the death prove wrong, everything that rested stands on the desks again.
"""

from __future__ import annotations

from lippen.casework.actions.writing import Writing
from lippen.casework.models import PersonDeath, PersonNow, TypedDuty
from lippen.casework.queries.lists import OF_KIND
from lippen.casework.queries.rooms import child_subjects
from lippen.casework.vocabulary import RESTS_WITH_A_DEATH
from lippen.kernel.errors import CannotDo
from lippen.organisation.actions.resting import Subject, rest_duties, wake_duties

HAS_DIED = "A death is recorded here: nothing is planned any more. If it is wrong, say so among what is known."


def refuse_after_death(writing: Writing) -> None:
    """Refuse to plan something for somebody who has died."""
    if writing.person.now.died_on is not None:
        raise CannotDo(HAS_DIED)


def rest(writing: Writing, death: PersonDeath) -> None:
    """Let what was still to be done rest; what is due because of the death is typed in afterwards, and stays."""
    rest_duties(_subjects(writing, death), kinds=RESTS_WITH_A_DEATH, at=writing.at)
    rest_duties(_above(writing), kinds=None, at=writing.at)


def wake_unless_dead(writing: Writing) -> None:
    """Let everything stand again, where no death is known any more."""
    if PersonNow.objects.get(pk=writing.person.pk).died_on is not None:
        return
    for death in PersonDeath.objects.filter(person=writing.person).order_by("id"):
        given = {"kinds": RESTS_WITH_A_DEATH, "rested_at": death.recorded_at, "at": writing.at}
        wake_duties(_subjects(writing, death), **given)
        wake_duties(_above(writing), **{**given, "kinds": None})


def _above(writing: Writing) -> list[Subject]:
    """The child, as the rooms above name it in what they put on desks."""
    return [(kind, writing.person.ref) for kind in child_subjects()]


def _subjects(writing: Writing, death: PersonDeath) -> list[Subject]:
    found: list[Subject] = []
    for kind, model in OF_KIND.items():
        rows = model.objects.filter(person=writing.person)
        if model is TypedDuty:
            rows = rows.filter(recorded_at__lte=death.recorded_at)
        found += [(kind, ref) for ref in rows.values_list("ref", flat=True)]
    return found
