from collections.abc import Collection, Sequence
from typing import Any

from django.apps import AppConfig


class CareConfig(AppConfig):
    name = "lippen.care"
    label = "care"
    default_auto_field = "django.db.models.BigAutoField"
    tables_of_person = (
        *("care_placement", "care_legalreason", "care_episode", "care_aftercare"),
        *("care_agencydecision", "care_hearingadvice", "care_discussed", "care_courtstep"),
        *("care_careeventwrong", "care_careevent", "care_agreedday", "care_returnrow"),
        *("care_decisionend", "care_reviewdecision", "care_reviewheld", "care_invited", "care_reviewstep"),
        *("care_coworkerend", "care_coworker", "care_lineendundone"),
        *("care_review", "care_driftanswer", "care_waitson", "care_lineend", "care_permanenceline"),
    )
    """Tables whose rows are about one person: they are destroyed with the record."""
    child_subject = "care.child"
    """What a duty of this room is about: the child, named by the reference of the record."""

    brings_in = {"return": "lippen.care.actions.returned"}
    """Which module brings files of a kind in (`casework.queries.rooms.brings_in`)."""
    built_upon = {
        **dict.fromkeys(("episode", "placement", "legalreason"), "the child's time in care was recorded"),
        "careevent": "something on the way through care was recorded",
        "aftercare": "a step of leaving care was recorded",
        "agreedday": "another day was agreed for a clock",
        "returnrow": "a return told of the child",
        **dict.fromkeys(("review", "reviewstep", "invited", "reviewheld"), "a review was planned or held"),
        **dict.fromkeys(("reviewdecision", "decisionend"), "a review decided something"),
        **dict.fromkeys(("discussed", "courtstep"), "a clinic, panel or court dealt with the child"),
        **dict.fromkeys(("agencydecision", "hearingadvice"), "the agency or a hearing dealt with the child"),
        **dict.fromkeys(("permanenceline", "lineend", "waitson", "driftanswer"), "a plan for permanence was made"),
        **dict.fromkeys(("lineendundone", "coworker", "coworkerend"), "a plan for permanence was made"),
    }
    """What stands in the way of undoing a file, by the name of the table's model."""

    looks = {
        "known.care": "Read the time in care",
        "known.returns": "Read what returns told",
        "known.review": "Read a review",
        "known.line": "Read a plan for permanence",
    }
    """What somebody did who opened a page of this room, for the page of who looked."""

    child_page = ("Time in care", "care:life")
    pages_beside = (
        *(("Permanence", "care:permanence"), ("Reviews", "care:reviews")),
        *(("Practice standards", "care:standards"), ("Carers", "care:carers")),
    )

    @staticmethod
    def facts_about(actor: Any, person_ids: Collection[int]) -> tuple[Any, ...]:
        """What is read with the record for its chronology."""
        from lippen.care.queries.told import facts_about

        return facts_about(actor, person_ids)

    @staticmethod
    def events_of(read: Sequence[list[Any]]) -> list[Any]:
        """What happened in care to somebody, from what was read, for the chronology of the record."""
        from lippen.care.queries.told import events_of

        return events_of(read)

    @property
    def duty_words(self) -> dict[str, str]:
        """What duties of this room ask for, by their kind, which is the standard's key."""
        from lippen.care.rules import STANDARDS
        from lippen.care.vocabulary.reviews import DECISION_DUTY, DECISION_TITLE

        return {DECISION_DUTY: DECISION_TITLE, **{key: standard.title for key, standard in STANDARDS.items()}}
