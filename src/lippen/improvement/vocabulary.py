"""Closed lists of words of an improvement plan."""

from __future__ import annotations

from enum import StrEnum

from lippen.design.components import BULLET as BULLET  # a paragraph of an update that begins so is a bullet


class Kind(StrEnum):
    """Whether an action is to be finished or to be kept going."""

    FINISH = "finish"
    KEEP_GOING = "keep_going"


class Priority(StrEnum):
    """How much an action matters beside the others."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class State(StrEnum):
    """What has become of an action. Added, never overwritten."""

    NOT_STARTED = "not_started"
    UNDER_WAY = "under_way"
    SAYS_DONE = "says_done"
    SHOWN_DONE = "shown_done"
    POSTPONED = "postponed"
    BLOCKED = "blocked"
    SUPERSEDED = "superseded"
    MERGED = "merged"


UNCONFIRMED = "unconfirmed"
"""Stands in place of a state while nobody has confirmed what a document says. Never stored."""

KIND_WORDS = {Kind.FINISH: "To be finished", Kind.KEEP_GOING: "To be kept going"}
PRIORITY_WORDS = {Priority.HIGH: "High", Priority.MEDIUM: "Medium", Priority.LOW: "Low"}
STATE_WORDS: dict[str, str] = {
    State.NOT_STARTED: "Not started",
    State.UNDER_WAY: "Under way",
    State.SAYS_DONE: "Says done",
    State.SHOWN_DONE: "Shown done",
    State.POSTPONED: "Postponed",
    State.BLOCKED: "Blocked",
    State.SUPERSEDED: "Superseded",
    State.MERGED: "Merged",
    UNCONFIRMED: "Not confirmed yet",
}

SAYS_DONE_HINT = "It reads “says done” until somebody has accepted evidence; then it can be shown done."


class Colour(StrEnum):
    """Standing of an action: blue, red, amber, green, or grey where the question does not arise."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    BLUE = "blue"
    GREY = "grey"


COLOUR_WORDS = {
    Colour.RED: "Red",
    Colour.AMBER: "Amber",
    Colour.GREEN: "Green",
    Colour.BLUE: "Blue",
    Colour.GREY: "Grey",
}


class Which(StrEnum):
    """Which of an action's dates."""

    START = "start"
    TARGET = "target"
    REVIEW = "review"


WHICH_WORDS = {Which.START: "Start", Which.TARGET: "Target date", Which.REVIEW: "Review date"}


class RiskLevel(StrEnum):
    """At what level the risk of waiting was accepted."""

    TEAM = "team"
    SERVICE = "service"
    HEAD_OF_SERVICE = "head_of_service"
    CHIEF_SOCIAL_WORK_OFFICER = "chief_social_work_officer"
    CHIEF_EXECUTIVE = "chief_executive"
    COMMITTEE = "committee"


RISK_LEVEL_WORDS = {
    RiskLevel.TEAM: "Team",
    RiskLevel.SERVICE: "Service",
    RiskLevel.HEAD_OF_SERVICE: "Head of service",
    RiskLevel.CHIEF_SOCIAL_WORK_OFFICER: "Chief social work officer",
    RiskLevel.CHIEF_EXECUTIVE: "Chief executive",
    RiskLevel.COMMITTEE: "Committee",
}


class Direction(StrEnum):
    """Who promised whom."""

    OURS = "ours"
    THEIRS = "theirs"


class CommitmentStep(StrEnum):
    """What happens to a commitment. Each is a fact; none takes an earlier one away."""

    MADE = "made"
    MOVED = "moved"
    HANDED_OVER = "handed_over"
    KEPT = "kept"
    WITHDRAWN = "withdrawn"
    REOPENED = "reopened"


class CommitmentStatus(StrEnum):
    """What has become of a commitment, worked out from its facts."""

    OPEN = "open"
    KEPT = "kept"
    WITHDRAWN = "withdrawn"


DIRECTION_WORDS = {Direction.OURS: "Ours to them", Direction.THEIRS: "Theirs to us"}
COMMITMENT_STEP_WORDS = {
    CommitmentStep.MADE: "Promised",
    CommitmentStep.MOVED: "Moved",
    CommitmentStep.HANDED_OVER: "Handed over",
    CommitmentStep.KEPT: "Kept",
    CommitmentStep.WITHDRAWN: "Withdrawn",
    CommitmentStep.REOPENED: "Opened again",
}
COMMITMENT_STATUS_WORDS = {
    CommitmentStatus.OPEN: "Open",
    CommitmentStatus.KEPT: "Kept",
    CommitmentStatus.WITHDRAWN: "Withdrawn",
}
COMMITMENT_SUBJECT = "improvement.commitment"


class CommitmentDuty(StrEnum):
    """What a commitment asks of its owner on the duty board."""

    KEEP = "commitment_keep"
    CHASE = "commitment_chase"
    DATE = "commitment_date"


COMMITMENT_DUTY_WORDS = {
    CommitmentDuty.KEEP: "Keep a commitment",
    CommitmentDuty.CHASE: "Ask for what was promised to us",
    CommitmentDuty.DATE: "Give a commitment a date",
}


CONTRIBUTION_SUBJECT = "improvement.contribution"


class ContributionDuty(StrEnum):
    """What a partner's contribution asks of the service on the duty board."""

    DELIVERED = "contribution_delivered"
    ENDING = "contribution_ending"


CONTRIBUTION_DUTY_WORDS = {
    ContributionDuty.DELIVERED: "Say what a partner delivered",
    ContributionDuty.ENDING: "Say what came of a contribution, or until when it goes on",
}


class RiskStep(StrEnum):
    """What happens to a risk. Each is a fact; none takes an earlier one away."""

    RAISED = "raised"
    SCORED = "scored"
    REWORDED = "reworded"
    CLOSED = "closed"
    REOPENED = "reopened"


class Band(StrEnum):
    """How much a score asks for."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    VERY_HIGH = "very_high"


RISK_STEP_WORDS = {
    RiskStep.RAISED: "Raised",
    RiskStep.SCORED: "Score changed",
    RiskStep.REWORDED: "Reworded",
    RiskStep.CLOSED: "Closed",
    RiskStep.REOPENED: "Opened again",
}
BAND_WORDS = {Band.LOW: "Low", Band.MEDIUM: "Medium", Band.HIGH: "High", Band.VERY_HIGH: "Very high"}
LIKELIHOOD_WORDS = {1: "Rare", 2: "Unlikely", 3: "Possible", 4: "Likely", 5: "Almost certain"}
IMPACT_WORDS = {1: "Slight", 2: "Minor", 3: "Moderate", 4: "Major", 5: "Severe"}
BAND_FROM = ((20, Band.VERY_HIGH), (10, Band.HIGH), (5, Band.MEDIUM), (1, Band.LOW))
RISK_SCALE = "Likelihood from 1 to 5 times impact from 1 to 5: low to 4, medium to 9, high to 16, very high from 20."
RISK_SCALE_SOURCE = "Five by five, as risk registers commonly count; the words and the bands are Lippen's own"


class Delivery(StrEnum):
    """How far what a council or committee decided has come."""

    NOT_BEGUN = "not_begun"
    UNDER_WAY = "under_way"
    DELIVERED = "delivered"
    STOPPED = "stopped"
    IN_ERROR = "in_error"


DELIVERY_WORDS = {
    Delivery.NOT_BEGUN: "Not begun",
    Delivery.UNDER_WAY: "Under way",
    Delivery.DELIVERED: "Delivered",
    Delivery.STOPPED: "Stopped",
    Delivery.IN_ERROR: "Recorded in error",
}
DECISION_SUBJECT = "improvement.councildecision"


class StakeholderKind(StrEnum):
    """What kind of people an engagement is with."""

    SOLICITORS = "solicitors"
    PANEL_MEMBERS = "panel_members"
    REPORTER = "reporter"
    NHS = "nhs"
    POLICE = "police"
    EDUCATION = "education"
    INSPECTORATE = "inspectorate"
    THIRD_SECTOR = "third_sector"
    CARERS = "carers"
    FAMILIES = "families"
    YOUNG_PEOPLE = "young_people"
    UNIONS = "unions"
    STAFF = "staff"
    OTHER = "other"


class MeetingStep(StrEnum):
    """What happens to a meeting. Each is a fact; none takes an earlier one away."""

    PLANNED = "planned"
    MOVED = "moved"
    HELD = "held"
    CALLED_OFF = "called_off"


class Mood(StrEnum):
    """How near the agreed sign of progress is, as those concerned read it on a day."""

    WORSE = "worse"
    STUCK = "stuck"
    SOME = "some"
    GOOD = "good"
    REACHED = "reached"


class Voice(StrEnum):
    """Whose words were said."""

    THEIRS = "theirs"
    OURS = "ours"


class GivenTo(StrEnum):
    """To whom it is given back what was said and what was done."""

    PARTNERS = "partners"
    STAFF = "staff"
    FAMILIES = "families"
    EVERYONE = "everyone"


STAKEHOLDER_KIND_WORDS = {
    StakeholderKind.SOLICITORS: "Solicitors",
    StakeholderKind.PANEL_MEMBERS: "Children's panel members",
    StakeholderKind.REPORTER: "Children's reporter",
    StakeholderKind.NHS: "NHS",
    StakeholderKind.POLICE: "Police",
    StakeholderKind.EDUCATION: "Education",
    StakeholderKind.INSPECTORATE: "Inspectorate",
    StakeholderKind.THIRD_SECTOR: "Third sector",
    StakeholderKind.CARERS: "Carers",
    StakeholderKind.FAMILIES: "Families",
    StakeholderKind.YOUNG_PEOPLE: "Children and young people",
    StakeholderKind.UNIONS: "Trade unions",
    StakeholderKind.STAFF: "Staff",
    StakeholderKind.OTHER: "Others",
}
MEETING_STEP_WORDS = {
    MeetingStep.PLANNED: "Planned",
    MeetingStep.MOVED: "Moved",
    MeetingStep.HELD: "Held",
    MeetingStep.CALLED_OFF: "Called off",
}
MOOD_WORDS = {
    Mood.WORSE: "Getting worse",
    Mood.STUCK: "No progress yet",
    Mood.SOME: "Some progress",
    Mood.GOOD: "Good progress",
    Mood.REACHED: "Where we agreed to be",
}
VOICE_WORDS = {Voice.THEIRS: "They said", Voice.OURS: "We said"}
GIVEN_TO_WORDS = {
    GivenTo.PARTNERS: "The partners themselves",
    GivenTo.STAFF: "Staff",
    GivenTo.FAMILIES: "Families and carers",
    GivenTo.EVERYONE: "Everyone",
}
STAKEHOLDER_MEETING_SUBJECT = "improvement.stakeholdermeeting"


class MeetingDuty(StrEnum):
    """What a planned meeting asks of whoever looks after the partners."""

    HOLD = "meeting_hold"


MEETING_DUTY_WORDS = {MeetingDuty.HOLD: "Hold the meeting and say how it went"}


class GroupKind(StrEnum):
    """What kind of group steers or watches a plan."""

    PERFORMANCE_FORUM = "performance_forum"
    SERVICE_PERFORMANCE = "service_performance"
    PROJECT_BOARD = "project_board"
    IMPROVEMENT_BOARD = "improvement_board"
    INSPECTOR = "inspector"
    COMMUNICATIONS = "communications"


class MemberPart(StrEnum):
    """What part somebody has in a group."""

    CHAIR = "chair"
    MEMBER = "member"
    ADVISER = "adviser"


class Half(StrEnum):
    """The two halves of a meeting with the inspector."""

    SCRUTINY = "scrutiny"
    IMPROVEMENT = "improvement"


class AgendaSection(StrEnum):
    """Where a line of an agenda stands, in the order in which they come."""

    EXCEPTIONS = "exceptions"
    WANTED = "wanted"
    DUE = "due"
    COMMITMENTS = "commitments"
    RISKS = "risks"
    OWN = "own"


class LineOutcome(StrEnum):
    """What came of a line at the meeting."""

    DISCUSSED = "discussed"
    DECIDED = "decided"
    PUT_OFF = "put_off"


class ScheduleKind(StrEnum):
    """What is held again and again."""

    TEAM_MEETING = "team_meeting"
    SUPERVISION = "supervision"


class ScheduleStep(StrEnum):
    """What happens to a schedule."""

    SET = "set"
    HELD = "held"
    MISSED = "missed"
    ENDED = "ended"


GROUP_KIND_WORDS = {
    GroupKind.PERFORMANCE_FORUM: "Performance forum",
    GroupKind.SERVICE_PERFORMANCE: "Service performance group",
    GroupKind.PROJECT_BOARD: "Project board",
    GroupKind.IMPROVEMENT_BOARD: "Improvement board",
    GroupKind.INSPECTOR: "Inspector's meeting",
    GroupKind.COMMUNICATIONS: "Communications group",
}
MEMBER_PART_WORDS = {MemberPart.CHAIR: "Chair", MemberPart.MEMBER: "Member", MemberPart.ADVISER: "Adviser"}
HALF_WORDS = {Half.SCRUTINY: "Scrutiny", Half.IMPROVEMENT: "Improvement"}
SECTION_WORDS = {
    AgendaSection.EXCEPTIONS: "Exceptions",
    AgendaSection.WANTED: "Decisions wanted",
    AgendaSection.DUE: "What is due",
    AgendaSection.COMMITMENTS: "Open commitments",
    AgendaSection.RISKS: "Risks changed since the last meeting",
    AgendaSection.OWN: "Other business",
}
SECTION_HALVES = {
    AgendaSection.EXCEPTIONS: Half.SCRUTINY,
    AgendaSection.RISKS: Half.SCRUTINY,
    AgendaSection.COMMITMENTS: Half.SCRUTINY,
    AgendaSection.WANTED: Half.IMPROVEMENT,
    AgendaSection.DUE: Half.IMPROVEMENT,
    AgendaSection.OWN: Half.IMPROVEMENT,
}
OUTCOME_WORDS = {
    LineOutcome.DISCUSSED: "Discussed",
    LineOutcome.DECIDED: "Decided",
    LineOutcome.PUT_OFF: "Put off",
}
SCHEDULE_KIND_WORDS = {ScheduleKind.TEAM_MEETING: "Team meeting", ScheduleKind.SUPERVISION: "Supervision"}
SCHEDULE_STEP_WORDS = {
    ScheduleStep.SET: "Set",
    ScheduleStep.HELD: "Held",
    ScheduleStep.MISSED: "Not held",
    ScheduleStep.ENDED: "Ended",
}
GROUP_MEETING_SUBJECT = "improvement.groupmeeting"
SCHEDULE_SUBJECT = "improvement.meetingschedule"


class ScheduleDuty(StrEnum):
    """What a schedule asks of whoever holds it."""

    HOLD = "schedule_hold"


SCHEDULE_DUTY_WORDS = {ScheduleDuty.HOLD: "Say whether it was held"}


class Audience(StrEnum):
    """Who an update is written for."""

    INTERNAL = "internal"
    COMMITTEE = "committee"


AUDIENCE_WORDS = {Audience.INTERNAL: "Internal", Audience.COMMITTEE: "For the committee"}


class EvidenceVerdict(StrEnum):
    """What was decided about a piece of evidence."""

    ACCEPTED = "accepted"
    REFUSED = "refused"


class BatchState(StrEnum):
    """How far an import has come."""

    WAITING = "waiting"
    APPLIED = "applied"
    ABANDONED = "abandoned"


REASON_NOT_GIVEN = "Reason not given"
"""Stands as the reason of a slip that a document gives, until somebody answers the doubt about it."""
NOT_SAID = "nobody whom the document names"
"""Stands for who agreed to such a slip."""


class DutyKind(StrEnum):
    """What an action asks of somebody on the duty board."""

    REVIEW = "action_review"
    REVISIT = "action_revisit"
    UPDATE = "action_update"
    TARGET = "action_target"
    SHOW = "action_show"


DUTY_WORDS = {
    DutyKind.REVIEW: "Review the action",
    DutyKind.REVISIT: "Look again at what was put off",
    DutyKind.UPDATE: "Say how it goes",
    DutyKind.TARGET: "Have it done by its target date",
    DutyKind.SHOW: "Show that it is done",
}
ACTION_SUBJECT = "improvement.action"


class OfficerDuty(StrEnum):
    """What bringing plans in and offering evidence asks of those who keep the plan honest."""

    DOUBTS = "plan_doubts"
    IMPORT = "import_waiting"
    EVIDENCE = "evidence_undecided"
    REQUEST = "evidence_request"


OFFICER_DUTY_WORDS = {
    OfficerDuty.DOUBTS: "Answer what bringing the plan in left open",
    OfficerDuty.IMPORT: "Bring the file in, or set it aside",
    OfficerDuty.EVIDENCE: "Look at the evidence",
    OfficerDuty.REQUEST: "Give the evidence that is asked for",
}
PLAN_SUBJECT = "improvement.plan"
BATCH_SUBJECT = "improvement.importbatch"
EVIDENCE_SUBJECT = "improvement.evidence"
REQUEST_SUBJECT = "improvement.evidencerequest"


class RequestAnswerKind(StrEnum):
    """How a request for evidence ended."""

    GIVEN = "given"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


REQUEST_ANSWER_WORDS = {
    RequestAnswerKind.GIVEN: "Given",
    RequestAnswerKind.DECLINED: "There is none to give",
    RequestAnswerKind.WITHDRAWN: "No longer wanted",
}
NO_UPDATE_WORDS = "No update within the rhythm"
"""The status of an open action of which nobody has said anything for longer than its plan's rhythm."""


class PartnerKind(StrEnum):
    """What kind of body a partner is."""

    CENTRE_OF_EXCELLENCE = "centre_of_excellence"
    INSPECTORATE = "inspectorate"
    HEALTH = "health"
    POLICE = "police"
    EDUCATION = "education"
    HEARINGS = "hearings"
    COURTS_AND_SOLICITORS = "courts_and_solicitors"
    ADOPTION_BODY = "adoption_body"
    VOLUNTARY = "voluntary"
    OTHER_COUNCIL = "other_council"
    NATIONAL = "national"
    OTHER = "other"


PARTNER_KIND_WORDS = {
    PartnerKind.CENTRE_OF_EXCELLENCE: "Centre of excellence",
    PartnerKind.INSPECTORATE: "Inspectorate",
    PartnerKind.HEALTH: "Health",
    PartnerKind.POLICE: "Police",
    PartnerKind.EDUCATION: "Education",
    PartnerKind.HEARINGS: "Children's hearings",
    PartnerKind.COURTS_AND_SOLICITORS: "Courts and solicitors",
    PartnerKind.ADOPTION_BODY: "Adoption and fostering body",
    PartnerKind.VOLUNTARY: "Voluntary organisation",
    PartnerKind.OTHER_COUNCIL: "Another council",
    PartnerKind.NATIONAL: "National body or programme",
    PartnerKind.OTHER: "Another body",
}


class SourceKind(StrEnum):
    """What kind of thing asked for something."""

    INDEPENDENT_REVIEW = "independent_review"
    COUNCIL_DECISION = "council_decision"
    INTERNAL_AUDIT = "internal_audit"
    EXTERNAL_AUDIT = "external_audit"
    INSPECTION = "inspection"
    SELF_ASSESSMENT = "self_assessment"
    SELF_EVALUATION_GROUP = "self_evaluation_group"
    LEARNING_REVIEW = "learning_review"
    COMPLAINT = "complaint"
    COURT_CONCERN = "court_concern"
    NATIONAL_PROGRAMME = "national_programme"
    OTHER = "other"


SOURCE_KIND_WORDS = {
    SourceKind.INDEPENDENT_REVIEW: "Independent review",
    SourceKind.COUNCIL_DECISION: "Council decision",
    SourceKind.INTERNAL_AUDIT: "Internal audit",
    SourceKind.EXTERNAL_AUDIT: "External audit",
    SourceKind.INSPECTION: "Inspection",
    SourceKind.SELF_ASSESSMENT: "PSIF or other self-assessment",
    SourceKind.SELF_EVALUATION_GROUP: "Self-evaluation group",
    SourceKind.LEARNING_REVIEW: "Learning review",
    SourceKind.COMPLAINT: "Complaint",
    SourceKind.COURT_CONCERN: "Court concern",
    SourceKind.NATIONAL_PROGRAMME: "National programme",
    SourceKind.OTHER: "Another kind",
}
RESTRICTED_KINDS = frozenset({SourceKind.COMPLAINT, SourceKind.COURT_CONCERN})
"""Kinds of source that may have a restricted file."""
