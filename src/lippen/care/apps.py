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
        *("care_planwrong", "care_childplan", "care_healthcheck"),
        *("care_coworkerend", "care_coworker", "care_lineendundone"),
        *("care_review", "care_driftanswer", "care_waitson", "care_lineend", "care_permanenceline"),
    )
    """Tables whose rows are about one person: they are destroyed with the record."""
    child_subject = "care.child"
    """What a duty of this room is about: the child, named by the reference of the record."""

    brings_in = {
        "return": "lippen.care.actions.returned",
        **dict.fromkeys(("episodes", "placements", "legal"), "lippen.care.actions.bringing.days"),
        "reviews": "lippen.care.actions.bringing.reviews",
        "milestones": "lippen.care.actions.bringing.steps",
    }
    """Which module brings files of a kind in (`casework.queries.rooms.brings_in`)."""
    follows = "lippen.care.actions.following"
    """Which module lets duties follow where two records become one, or two (`casework.queries.rooms.followers`)."""
    built_upon = {
        **dict.fromkeys(("episode", "placement", "legalreason"), "the child's time in care was recorded"),
        "careevent": "something on the way through care was recorded",
        "aftercare": "a step of leaving care was recorded",
        "agreedday": "another day was agreed for a clock",
        "returnrow": "a return told of the child",
        **dict.fromkeys(("review", "reviewstep", "invited", "reviewheld"), "a review was planned or held"),
        **dict.fromkeys(("reviewdecision", "decisionend"), "a review decided something"),
        **dict.fromkeys(("childplan", "planwrong"), "the child's plan was recorded"),
        "healthcheck": "the child's health was looked at",
        **dict.fromkeys(("discussed", "courtstep"), "a clinic, panel or court dealt with the child"),
        **dict.fromkeys(("agencydecision", "hearingadvice"), "the agency or a hearing dealt with the child"),
        **dict.fromkeys(("permanenceline", "lineend", "waitson", "driftanswer"), "a plan for permanence was made"),
        **dict.fromkeys(("lineendundone", "coworker", "coworkerend"), "a plan for permanence was made"),
    }
    """What stands in the way of undoing a file, by the name of the table's model."""

    marks = {
        **{table: ("replaces_id", table) for table in ("episode", "placement", "legalreason")},
        "careeventwrong": ("event_id", "careevent"),
        "reviewstep": ("review_id", "review"),
        "lineend": ("line_id", "permanenceline"),
    }
    """By which column a row marks another as wrong, and of which table: marks of undoing a file are in nobody's way."""

    looks = {
        "known.care": "Read the time in care",
        "known.returns": "Read what returns told",
        "known.review": "Read a review",
        "known.line": "Read a plan for permanence",
        "known.plans": "Read the child’s plan and health",
    }
    """What somebody did who opened a page of this room, for the page of who looked."""

    child_page = ("Time in care", "care:life")
    pages_beside = (
        *(("Permanence", "care:permanence"), ("Reviews", "care:reviews")),
        ("Due in care", "care:due"),
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

    @staticmethod
    def held_about(actor: Any, person_ids: Collection[int]) -> list[Any]:
        """What is held about somebody's time in care beside the chronology: day, heading, words."""
        from lippen.care.queries.held import held_about

        return held_about(actor, person_ids)

    @staticmethod
    def homes_of(actor: Any, person_ids: Collection[int]) -> tuple[str, ...]:
        """The names of those with whom these people were placed."""
        from lippen.care.queries.held import homes_of

        return homes_of(actor, person_ids)

    @staticmethod
    def rests_on_death(actor: Any, person_ids: Collection[int]) -> tuple[str, str] | None:
        """What of somebody's time in care rests on their death, in words, and where it is said to be wrong."""
        from lippen.care.menu import rests_on_death

        return rests_on_death(actor, person_ids)

    @staticmethod
    def not_own_of(actor: Any, authority_id: int, others: Any) -> list[Any]:
        """What nobody does in this room where it is their own, and who does it in the reader's case."""
        from lippen.care.queries.not_own import not_own_of

        return not_own_of(actor, authority_id, others)

    @property
    def duty_words(self) -> dict[str, str]:
        """What duties of this room ask for, by their kind, which is the standard's key."""
        from lippen.care.rules import STANDARDS
        from lippen.care.vocabulary.plans import COMING_TITLES
        from lippen.care.vocabulary.reviews import DECISION_DUTY, DECISION_TITLE

        return {
            DECISION_DUTY: DECISION_TITLE,
            **COMING_TITLES,
            **{key: standard.title for key, standard in STANDARDS.items()},
        }
