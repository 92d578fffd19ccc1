"""The rules themselves: each with its key, its sentence and its source."""

from __future__ import annotations

from datetime import date

from lippen.kernel.rules import Rule

HOUSE = "Lippen's own rule for records that can be trusted"
LOCAL = "Council's own standard: no national figure was found. The figure can be changed by the council."
PROPOSED = "Social workers' association, setting the bar, 2022: proposed nationally, not in law"
FROM = date(2012, 1, 1)


def _rule(key: str, sentence: str, source: str = HOUSE) -> Rule:
    return Rule(key=f"casework.{key}", sentence=sentence, source=source, in_force_from=FROM)


SEARCH_FIRST = _rule(
    "search_first", "Nobody is added to the records before a search of one's own in the hour before, named by it."
)
SCREENING = _rule("screening", "A contact is screened by the next working day.", LOCAL)
ASSESSMENT = _rule(
    "initial_assessment", "An initial assessment is finished within 20 working days of the referral.", LOCAL
)
DECISION = _rule("decision", "What follows is decided within 2 working days of the initial assessment.", LOCAL)
ALLOCATION = _rule(
    "allocation", "A child who needs a social worker has one within 5 working days of that decision.", LOCAL
)
REPEAT = _rule(
    "repeat_referral",
    "A referral within 12 months of another for the same child is a repeat; what came of the earlier ones stands "
    "before whoever decides.",
)
SIGN_OFF = _rule("sign_off", "An immediate risk goes on once a manager has agreed, who is not the one who recorded it.")
NOT_OWN = _rule(
    "not_own",
    "Nobody approves what is their own. It stands with whoever else leads the team, else with whoever their post "
    "answers to, else with somebody who manages; while these are away, also with whoever covers for them.",
)
WAITING = _rule(
    "waiting",
    "A child who waits has a named holder, a level of concern with its reason, a plan meanwhile and a day of the next "
    "contact, at most 90 days ahead; the queue is left by allocation or by a recorded ending alone.",
)
REOPENS = _rule("reopens", "New information about a child who waits has the level of concern looked at that same day.")
QUEUE_ORDER = _rule("queue_order", "The highest level of concern comes first; within it, whoever has waited longest.")
ONE_WORKER = _rule("one_worker", "A child has one allocated worker at a time.")
LIMIT = _rule(
    "limit",
    "A worker has at most 15 children, fewer with fewer hours or less experience; past that it takes a reason.",
    PROPOSED,
)
EXPERIENCE = _rule(
    "experience",
    "Whoever is newly qualified has three quarters of the limit and of the hours, and so has whoever has their "
    "experience not recorded; a student works alongside others, and has no child of their own without a reason.",
    LOCAL,
)
CONSENT = _rule(
    "consent",
    "What somebody of another service, a mentor or a volunteer may be told rests on a consent that says what, whose it "
    "is and until when, a year at most; past that day it has ended until it is given anew.",
)
HELP = _rule(
    "help", "Family support that is assigned to a child frees hours of the worker, which count in the worker's load."
)
WEIGHTS = _rule("weights", "Hours of work that a child's record needs in four weeks, by its status.", LOCAL)
DESK_HOURS = _rule(
    "desk_hours",
    "What is due within eight weeks is reckoned in hours: so many for each kind of work, by the figures of the council "
    "in force on the day. What comes again by itself counts as often as it falls into these weeks, each time on its "
    "last day; several standards that one act meets count once; what others do, or only follows once something else "
    "has happened, counts for nothing. These hours are part of what a child's record needs in four weeks, and are not "
    "added to it.",
    LOCAL,
)
VISIT_DUE = _rule(
    "visit",
    "A planned visit is made on its day, or what came in between is said. Where the child was not seen it is due "
    "again, on the next working day or the day that is said.",
)
FIRST_VISIT = _rule(
    "first_visit",
    "Whoever is allocated a child sees the child within 5 working days, unless they have a visit planned by then. A "
    "visit at which they see the child is the first one; until then it goes along with the child. Set to nothing, the "
    "council asks for none.",
    LOCAL,
)
BREAK_GLASS = _rule(
    "break_glass",
    "Who opens a record outside their own work gives a reason, has it for 60 minutes, and whoever works with the "
    "child is told at once; a manager looks at each. What should not have been opened closes at once, and "
    "information governance and whoever manages hear of it.",
)
RESTRICTED = _rule("restricted", "A restricted record is seen by the people named for it alone, whatever their post.")
SAME_PERSON = _rule(
    "same_person", "That two records are of one person takes two people, and is undone with one step for 30 days."
)
MARKER = _rule(
    "marker",
    "A warning says what is known and what shows it. It stands at once, and says that nobody has agreed it until "
    "somebody else who leads or manages does; it is looked at again by its day, a year later at most, and says so "
    "where it was not.",
)
ROOM = _rule(
    "room",
    "A contact room is taken by one family at a time, and by no more people than it holds; given up it is free.",
)
CONTACT = _rule(
    "family_contact", "Whoever is there when a child meets their family says that day how it went, or why it was not."
)
ELSEWHERE = _rule(
    "elsewhere",
    "Where a child who is to meet their family, or whoever is there with them, is to be somewhere else then already, "
    "or is away, that is said, and ticked to be so, before it is planned.",
)
ALERT = _rule(
    "alert",
    "Whoever works with a child is told what others recorded, and that a standard was broken, until one of them says "
    "that they saw it; after two days whoever leads them is told too. With another worker it goes along.",
)
STILL_SO = _rule(
    "still_so",
    "Where somebody lives, how they are reached and what kind of work a child's record needs is asked about again "
    "half a year after it was last said; it stays as it was meanwhile.",
    LOCAL,
)
WRONG = _rule(
    "wrong", "What was wrong is said to be so, with the reason, and stays to be read; nothing follows from it any more."
)
HANDOVER = _rule(
    "handover",
    "A child who is offered to another worker stays with the one before until the other takes over, on the agreed day "
    "at the earliest: with a note, and with what is owed for the child. Who does not take over says why, and whoever "
    "leads the team decides.",
)
LEFT = _rule(
    "left",
    "A child whose worker has left stands on the desk of whoever leads that team until somebody else works with the "
    "child; so does everything that was owed for the child.",
)
PROPOSED_WORKER = _rule(
    "proposed_worker",
    "For each child of somebody who leaves a new worker is proposed who is here and would stay within the limit: "
    "whoever knows the child or their brothers and sisters first, then those of the child's team, workers before "
    "leaders, whoever would have the smallest share of their hours in use. The child who needs most hours is placed "
    "first; where nobody is left, nobody is proposed.",
    LOCAL,
)
VACANCY = _rule(
    "vacancy",
    "A post stands empty on each day on which nobody holds it, from the day on which it emptied; held by somebody who "
    "acts, or who is there by agency or by the session, it is bridged. A post counts from the first day that is "
    "known of it: of its hours in the establishment, or on which somebody held it; before any hours are said as full "
    "time.",
    LOCAL,
)
TURNOVER = _rule(
    "turnover",
    "Turnover is those who left in the period, for a hundred of the average of those in post on its first and on its "
    "last day. Counted are people with permanent posts or posts for a time; who moves to another team has not left.",
    "The usual crude rate of turnover of the personnel field; no figure of the Scottish register was found: to be "
    "confirmed",
)
AGENCY_SHARE = _rule(
    "agency_share",
    "The share of agency is the days on which posts were held by agency or by the session, of all days on which posts "
    "were held; two in one post on one day count twice.",
    LOCAL,
)
CHANGED_WORKER = _rule(
    "changed_worker",
    "A child's worker changes on the day on which another is allocated as the one before ends; changes are counted for "
    "a hundred of the children who had an allocated worker at some time in the period.",
    LOCAL,
)
SICKNESS = _rule(
    "sickness",
    "Days of sickness are those of absences of which sickness was said; days of which nobody said why are counted "
    "beside them. They are shown where everybody who was away answers to the reader, and to nobody else: in a small "
    "team a number is a name.",
    LOCAL,
)
CHANGES = _rule(
    "changes_of_worker", "How many allocated workers a child has had in 24 months is counted, and stands on their page."
)
TYPED = _rule(
    "typed_duty",
    "What a process asks that Lippen does not hold yet is typed in: what, by which day, who; it is done, or it is said "
    "why it need not be.",
)
OVER_LIMIT = _rule(
    "over_limit",
    "Whoever has had more children than the limit for two weeks stands on the desk of the head of service, until they "
    "have fewer, or a dated decision of the head of service stands for the team's reasons.",
    LOCAL,
)
CHALLENGE = _rule(
    "challenge",
    "Whoever works by one of the council's own figures may ask for another, in words; somebody who manages answers in "
    "words, and both are kept.",
    LOCAL,
)
CHILD_SAMPLE = _rule(
    "child_sample",
    "An inspector reads the children of a sample that was drawn by words somebody gave, in an order that anybody can "
    "draw again; between its days, read only, without protected addresses and restricted records.",
)
SHARED = _rule(
    "shared",
    "A partner sees the named parts of a named child's record, for a purpose and on a ground of law, until its last "
    "day, a year later at most; never where the child lives.",
)
ACCESS = _rule(
    "subject_access",
    "Whoever asks what is held about them has it within one month of the day on which it was received, or within three "
    "where it is complex and they are told why in the first; what is withheld is checked by somebody else first.",
    "UK GDPR article 12(3): one month, extendable by two where requests are complex or many; not the law of 2012.",
)
KEEPING = _rule(
    "keeping",
    "The record of a looked-after child is kept until the hundredth anniversary of birth, or for 25 years from the "
    "death of one who died before 18; of others so many years after the last work as the council sets, and after a "
    "child's death so many at least. A legal hold keeps any. Two people who did not draw the list agree before "
    "anything is destroyed, and what was destroyed stands in a list of keys.",
    "Looked After Children (Scotland) Regulations 2009, regulation 43, for looked-after children; for others no "
    "statute was found: to be confirmed, and the council's own to set",
)
CLOSING = _rule(
    "closing",
    "Work with a child is closed for a reason and with a summary, by two: whoever works with the child asks, and "
    "somebody else who leads or manages agrees. Whoever leads and does not work with the child closes it in one step. "
    "Nothing is closed while a referral waits to be decided, while the child is on the register, looked after or in "
    "court, or is offered to another worker. Until then somebody has the child: allocated, took them in, or holds "
    "while they wait.",
)
UNUSUAL = _rule(
    "unusual_reads",
    "Every day's reads of records are looked through for those outside the reader's work, of their own name or "
    "street, at unusual hours or many at once; information governance says what came of each within a week.",
)
PACE = _rule(
    "look_up_pace",
    "Whoever looks up many different records outside their own work in a short time waits before the next one; it is "
    "reported. A record of their own work, or one opened by break-glass, opens at any time.",
    LOCAL,
)
OWN_FAMILY = _rule(
    "own_family",
    "Nobody sees their own record or their own family's. Whoever says that a record is so gives the reason, and it is "
    "closed at once. Of somebody who manages or leads a team it takes a second person: somebody else who manages "
    "confirms it or lifts it, and until then it stays closed. Whoever leads the work of somebody to "
    "whom it is closed finds somebody else.",
)
