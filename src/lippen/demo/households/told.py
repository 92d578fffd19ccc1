"""What is told of the households: worries, how children wait, and why. {she}, {her}, {hers} follow the child."""

from __future__ import annotations

from lippen.casework.vocabulary import Level, ReferralFrom, ReferralWhy

WORRIES: dict[ReferralWhy, tuple[tuple[ReferralFrom, str], ...]] = {
    ReferralWhy.NEGLECT: (
        (ReferralFrom.EDUCATION, "{name} came to {school} without a coat for the third week; {she} is often hungry."),
        (ReferralFrom.HEALTH, "Four appointments at the dentist were missed; {name} has had toothache since spring."),
        (ReferralFrom.PUBLIC, "{name} was out on {street} after ten at night, with no grown-up near."),
        (ReferralFrom.HEALTH, "The health visitor could not get in for six weeks; the house was cold when she did."),
        (ReferralFrom.FAMILY, "{gran} says that there is no food in the house from Wednesday on, most weeks."),
    ),
    ReferralWhy.DOMESTIC: (
        (ReferralFrom.POLICE, "Called to {street} at two in the morning; {name} had hidden in the bathroom."),
        (ReferralFrom.VOLUNTARY, "{mother} rang the helpline: {partner} has begun to follow her from the school gate."),
        (ReferralFrom.POLICE, "Third call in a month. {partner} was arrested; {name} saw it from the stairs."),
        (ReferralFrom.EDUCATION, "{name} told a teacher that {she} sleeps in {hers} clothes in case they have to run."),
    ),
    ReferralWhy.SUBSTANCES: (
        (
            ReferralFrom.HEALTH,
            "{mother} no longer collects her prescription; {name} was with her when she fell asleep.",
        ),
        (ReferralFrom.POLICE, "{mother} was found asleep in a car outside the shops. {name} was in the back."),
        (
            ReferralFrom.FAMILY,
            "An aunt says that there is drinking every night, and that {name} puts the others to bed.",
        ),
        (
            ReferralFrom.ANONYMOUS,
            "A caller who gave no name says that strangers come and go at {street} until morning.",
        ),
    ),
    ReferralWhy.MENTAL_HEALTH: (
        (ReferralFrom.HEALTH, "{mother} has not left her bed for most of a month; {name} stays off to be with her."),
        (
            ReferralFrom.EDUCATION,
            "{name} says that {mother} hears people talk in the loft and that {she} must listen too.",
        ),
        (ReferralFrom.FAMILY, "{mother} says that she cannot go on, and asks that somebody takes {name} for a while."),
    ),
    ReferralWhy.PHYSICAL: (
        (ReferralFrom.EDUCATION, "A mark on {hers} cheek. {name} first said the door, then said nothing more."),
        (ReferralFrom.HEALTH, "Seen for a broken wrist; how it happened was told in three ways."),
        (ReferralFrom.CHILD, "{name} rang by {herself} and said that {partner} had hit {her} with a belt."),
    ),
    ReferralWhy.EMOTIONAL: (
        (
            ReferralFrom.EDUCATION,
            "{name} is told at home that {she} is the cause of everything; {she} repeats it in class.",
        ),
        (ReferralFrom.FAMILY, "{gran} says that {name} is made to eat alone and is spoken to by nobody."),
    ),
    ReferralWhy.BEHAVIOUR: (
        (ReferralFrom.POLICE, "{name} was picked up twice in a week at the bus station, past midnight."),
        (ReferralFrom.FAMILY, "{mother} says that {name} hits the younger ones and that she is afraid of {her}."),
        (ReferralFrom.EDUCATION, "{name} has been sent home from {school} nine times since the holidays."),
    ),
    ReferralWhy.YOUNG_CARER: (
        (ReferralFrom.EDUCATION, "{name} does the washing, the shopping and {mother}'s injections before {school}."),
        (ReferralFrom.HEALTH, "{mother} comes out of hospital on Friday, and {name} is to look after her alone."),
    ),
    ReferralWhy.DISABILITY: (
        (ReferralFrom.HEALTH, "{name} needs two people to lift {her}; {mother} has been alone since the summer."),
        (ReferralFrom.EDUCATION, "The short breaks have ended, and {mother} has not slept a night through since."),
    ),
    ReferralWhy.SUPPORT: (
        (ReferralFrom.FAMILY, "{mother} asks for help: {partner} left in spring and the rent is behind."),
        (ReferralFrom.VOLUNTARY, "The play group says that {mother} is worn out and would take help gladly."),
        (
            ReferralFrom.OTHER_COUNCIL,
            "The family moved here in the holidays. They had a worker there, and ask for one.",
        ),
    ),
}
REASSURING = (
    "Family came in and talked openly; advice was given and they know whom to ring.",
    "{school} keeps an eye on things and will tell us of any change.",
    "The health visitor sees the family each fortnight; nothing more was needed from us.",
    "{gran} moved in for the month, and the house was calm when we called.",
    "Passed on to the family centre, who had a place from the Monday.",
)
LEVELS: dict[Level, tuple[tuple[str, str], ...]] = {
    Level.VERY_HIGH: (
        (
            "{partner} knows the address and has come to the door twice.",
            "A call every second day; police have a marker.",
        ),
        (
            "Nobody has been let in for nine days, and {name} was not seen by anybody else.",
            "The health visitor and we go together.",
        ),
    ),
    Level.HIGH: (
        (
            "{name} has been alone at night at least twice.",
            "{gran} stays overnight; we ring her on Mondays and Thursdays.",
        ),
        (
            "The drinking has begun again, and {hers} attendance has fallen to half.",
            "{school} sees {her} each morning.",
        ),
        ("A second call from the police within a month.", "{partner} stays away by agreement; we visit each week."),
        ("{name} has begun to hurt {herself}.", "The school nurse sees {her} twice a week and rings us the same day."),
    ),
    Level.MEDIUM: (
        ("Worries add up; none of them is urgent by itself.", "A visit each fortnight by the duty worker."),
        ("{mother} takes help, but it does not last.", "The family centre keeps two mornings a week for them."),
        ("Things were calm at the last three visits.", "{school} tells us of any change; a call each fortnight."),
        ("{name} talks to the school nurse, and trusts her.", "The nurse goes on; we ring her every second Friday."),
    ),
    Level.LOW: (
        (
            "{gran} has the children most of the week, and they thrive there.",
            "A call a month; {gran} rings if that ends.",
        ),
        ("Help with money is what they ask for, and it is under way.", "The welfare rights worker sees them."),
    ),
}
NEWS = (
    "{school} rang: {name} was collected by somebody whom nobody knew.",
    "{gran}, who had them most nights, was taken into hospital on Saturday.",
    "Police were at {street} again last night; no one was hurt.",
)
OVER_WHY = (
    "The post beside is vacant and nobody else had room; agreed until it is filled.",
    "The children know {worker}; a change now would be the third within a year.",
)
