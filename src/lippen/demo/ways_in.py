"""What keeps the demonstration's ways in alive: who was in lately, who left, who never came, a review half done."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from django.contrib.auth import get_user_model

from lippen.demo.organisation import Cast
from lippen.demo.people import BRAESIDE
from lippen.organisation.actions.access_review import answer, open_review
from lippen.organisation.actions.terms import say_terms
from lippen.organisation.actions.ways_in import Newcomer, end_holding, invite_newcomer
from lippen.organisation.roles import Role
from lippen.organisation.rules import quarter_of
from lippen.organisation.vocabulary import Basis, Experience, Verdict

KEEPER, MANAGER = "DS", "MB"
QUIET, QUIET_DAYS = "WH", 112
BEGUN_DAYS = 17
CONFIRMED = ("EG", "GW", "AP", "RA", "NF")
LEAVER = ("Fergus", "Daldowie", "fergus.daldowie@braeside.example", "Social Worker, throughcare")
NEVER = ("Effie", "Carnwath", "effie.carnwath@braeside.example", "Student Social Worker")


def keep_ways_in(cast: Cast) -> None:
    """Everybody was in these last days but one; the administrator has begun the quarter's review."""
    _were_in(cast)
    since = cast.dates.day(-5, 6)
    left, _ = _invited(cast, LEAVER, since)
    never, _ = _invited(cast, NEVER, cast.dates.day(-2, 6))
    with cast.acting_as(MANAGER, cast.dates.now) as actor:
        how = {"hours_share": Decimal(1), "experience": Experience.STUDENT, "basis": Basis.TEMPORARY, "skill_ids": []}
        given = {"authority_id": cast.both[0], "person_id": never.pk, "so_on": cast.dates.today, "at": cast.dates.now}
        say_terms(actor=actor, **how, **given)
    with cast.acting_as(KEEPER, cast.dates.at(cast.dates.day(-2, 20), 11)) as actor:
        (holding,) = left.holdings.all()
        given = {"holding_id": holding.pk, "last_day": cast.dates.day(-1, 20)}
        end_holding(actor=actor, at=cast.dates.at(cast.dates.day(-2, 20), 11), **given)
    get_user_model().objects.filter(person=left).update(last_login=cast.dates.at(cast.dates.day(-1, 20), 16))
    with cast.acting_as(KEEPER, cast.dates.now) as actor:
        on, at = cast.dates.today, cast.dates.now
        began = max(quarter_of(on), on - timedelta(days=BEGUN_DAYS))
        review = open_review(actor=actor, authority_id=cast.both[0], on=began, at=cast.dates.at(began, 9))
        for initials in CONFIRMED:
            given = {"review_ref": review.ref, "account_id": cast.accounts[initials], "verdict": Verdict.CONFIRMED}
            answer(actor=actor, so_on=on, at=at, **given)


def _were_in(cast: Cast) -> None:
    """When each of the cast was in last: nobody signs in while the script runs."""
    for place, (initials, account) in enumerate(cast.accounts.items()):
        days = QUIET_DAYS if initials == QUIET else place % 9
        at = cast.dates.now - timedelta(days=days, minutes=7 * place)
        get_user_model().objects.filter(pk=account).update(last_login=at)


def _invited(cast: Cast, who: tuple[str, str, str, str], on):  # type: ignore[no-untyped-def]
    at = cast.dates.at(on, 10)
    given, family, email, title = who
    newcomer = Newcomer(given, family, email, "", on, role=Role.SOCIAL_WORKER, title=title)
    with cast.acting_as(KEEPER, at) as actor:
        return invite_newcomer(actor=actor, authority=cast.authorities[BRAESIDE], newcomer=newcomer, at=at)
