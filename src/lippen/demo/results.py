"""The staff survey of the shared service, council by council and team by team; and who may see whose part."""

from __future__ import annotations

from decimal import Decimal

from lippen.demo.life import Story
from lippen.demo.people import BRAESIDE, STRATHLAIRN
from lippen.improvement import actions, queries

SURVEY = "4.1"
LEAD, OFFICER = "EG", "GW"
MEASURE = "Staff who say they get the supervision they need"
SAID = {
    BRAESIDE: "Both teams have answered. Supervision and room to see families are what people ask for most.",
    STRATHLAIRN: "The team has answered. People feel well supported and want more time together with health visitors.",
}
FIGURES = ((BRAESIDE, "", "58"), (BRAESIDE, "long-term", "46"), (BRAESIDE, "assessment", "67"), (STRATHLAIRN, "", "74"))


def record_results(story: Story) -> None:
    """Each council's words and figures, and the arrangement by which Strathlairn shows its part to Braeside."""
    cast, on = story.cast, story.day(3)
    plan_ref = _plan_of(story)
    with cast.acting_as(LEAD, story.told_at(3, 0)) as actor:
        given = {"actor": actor, "action_ref": story.refs[SURVEY], "so_on": on}
        for minute, (council, words) in enumerate(SAID.items()):
            at = story.told_at(3, minute)
            actions.say_part(authority_id=cast.authorities[council].pk, words=words, at=at, **given)
        for minute, (council, team, figure) in enumerate(FIGURES, len(SAID)):
            actions.say_part(
                authority_id=cast.authorities[council].pk,
                measure=MEASURE,
                value=Decimal(figure),
                unit="%",
                team_id=cast.teams[team].pk if team else None,
                at=story.told_at(3, minute),
                **given,
            )
    with cast.acting_as(OFFICER, story.told_at(3, 0)) as actor:
        actions.arrange(
            actor=actor,
            plan_ref=plan_ref,
            shows_id=cast.authorities[STRATHLAIRN].pk,
            shown_to_id=cast.authorities[BRAESIDE].pk,
            starts_on=on,
            ends_on=None,
            agreed_by="The heads of both councils' children's services",
            reason="One service, one survey: the team leaders of both councils plan their training together.",
            at=story.told_at(3, len(SAID) + len(FIGURES)),
        )


def _plan_of(story: Story) -> str:
    with story.cast.acting_as(LEAD, story.told_at(3, 0)) as actor:
        return queries.action_brief(actor, story.refs[SURVEY], today=story.cast.dates.today).plan.ref
