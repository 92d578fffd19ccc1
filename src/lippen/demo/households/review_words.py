"""What is said at reviews of looked-after children: minutes, views, decisions; why one was late or moved."""

from __future__ import annotations

from lippen.care.vocabulary import PlacementKind
from lippen.care.vocabulary.reviews import LateCause, TookPart

CHAIRS = ("LD", "Ailsa Corsehill, reviewing officer", "LD", "Ailsa Corsehill, reviewing officer", "Wattie Glenbeith")
"""Who chairs, in turn: the leader of another team, and two who are not of the council."""
MINUTES = (
    "We talked about school, health and who {name} sees. {mother} has kept to the times for {two} months.",
    "{name} is settled where {she} lives. {school} says that mornings go better. The plan stays as it is.",
    "A hard time for {name} since the last review. More help was asked for, and who gives it was agreed.",
    "Everybody had read the reports. {mother} was angry at first and stayed. Time with {mother} was talked over.",
    "What {name} wants and what the plan says are not the same on weekends. Both stand in the minute.",
)
VIEWS = (
    (4, 8, "I want to show you my room. Then I want to go out and play."),
    (4, 10, "I like the dog here. Is Mum all right?"),
    (7, 12, "I do not want to move schools again."),
    (9, 14, "I would like to see {gran} more, and not with somebody sitting there."),
    (11, 15, "You all talk about Mum. I want to talk about football."),
    (13, 18, "It is fine here. I want to know where I will live after school."),
    (14, 18, "Stop asking me every time. I said it last time and nothing came of it."),
)
TAKES_PART = {
    TookPart.SPOKE: 40,
    TookPart.BEFOREHAND: 18,
    TookPart.SENT: 16,
    TookPart.ADVOCATE: 8,
    TookPart.SILENT: 8,
    TookPart.CHOSE_NOT: 8,
    TookPart.NOT_ASKED: 2,
}
OLD_ENOUGH = 4
NO_VIEW = {
    TookPart.TOO_YOUNG: "{name} is too young to be asked; how {she} is with the carers was described.",
    TookPart.SILENT: "{name} stayed for all of it and did not want to say anything.",
    TookPart.CHOSE_NOT: "{name} said no to coming and to sending something, and will be asked again.",
    TookPart.NOT_ASKED: "Nobody had asked {name} in time. The worker goes to see {her} about it this week.",
}
CHANGED = (
    "The next review is at {name}'s school, after lessons, as {she} asked.",
    "{name} sees {gran} every second Sunday from now on.",
    "A photograph of home goes with {name} wherever {she} stays.",
    "",
)
PARENTS = ("{mother} agrees with the plan.", "{mother} wants {name} home by the summer.", "")
CARERS = ("Ask for a break once a month.", "{name} may stay as long as it takes.", "")
OTHERS = ("{school}: attendance is good.", "Health: nothing is outstanding.", "")
DECISIONS = (
    ("Arrange time with {gran} twice a month", "", 28),
    ("Write the report on how time with {mother} goes", "", 35),
    ("Ask the health board for the results of the eye test", "The school nurse", 21),
    ("Write into the child's plan where {name} is to grow up", "", 42),
    ("Agree with {school} who rings whom when {name} is away", "{school}", 14),
    ("See {name} alone and talk about the weekends", "", 10),
    ("Find {name} a place at the holiday club", "", 30),
)
"""What is decided, who does it where that is not the social worker, and within how many days."""
NOT_DONE = "{name} does not want it any more, and was asked twice."
CAUSES = (
    (LateCause.OTHERS, "The school could not come in the first week of term."),
    (LateCause.CHAIR, "The reviewing officer was ill, and nobody else was free."),
    (LateCause.REPORTS, "The report on contact came a week late."),
    (LateCause.PARENTS, "{mother} could not get away from work."),
    (LateCause.WORKER, "The social worker was off, and cover did not know the family."),
)
MOVED = (
    "{mother} has a hearing about her tenancy on that day.",
    "{school} asked for a day in term.",
    "The carers are away that week.",
)
CALLED_OFF = ("The chair is ill, and nobody from outside could take it on.", "The carers' car broke down on the way.")
WITH = {
    PlacementKind.KINSHIP: "Those who have {name}",
    PlacementKind.HOME: "",
    PlacementKind.COUNCIL_HOME: "{name}'s key worker",
    PlacementKind.RESIDENTIAL_SCHOOL: "{name}'s key worker",
    PlacementKind.SECURE: "{name}'s key worker",
}
CARERS_WORDS = "{name}'s carers"
"""Who is asked of those with whom the child lives."""
