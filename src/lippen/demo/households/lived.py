"""What happens in the lives of the households' children, by what the worry is; and how visits to them went.

An entry: from which age on, to which, how much it matters, who says so, what happened, what it means.
"""

from __future__ import annotations

from lippen.casework.vocabulary import ReferralWhy, Significance

HIGH, SOME, BACK = Significance.HIGH, Significance.SOME, Significance.BACKGROUND
Entry = tuple[int, int, Significance, str, str, str]
ANY: tuple[Entry, ...] = (
    (0, 2, BACK, "Health visitor", "{name} was weighed and measured: gaining well.", ""),
    (1, 3, SOME, "Health visitor", "{name} says a dozen words; speech therapy was asked for.", ""),
    (3, 5, BACK, "Nursery", "Began at {school}. Cried on the first days, then ran in ahead of {mother}.", ""),
    (5, 6, BACK, "School", "Started at {school}.", ""),
    (5, 11, BACK, "School", "Read aloud at assembly; {mother} came to hear it.", "{mother} can put {name} first."),
    (6, 16, SOME, "School", "Attendance since the holidays: six days in ten.", ""),
    (6, 14, BACK, "Social work", "{name} joined the swimming club; {gran} takes {her} on Saturdays.", ""),
    (7, 15, SOME, "School nurse", "{name} told the nurse that {she} cannot sleep.", "The nurse sees {her} each week."),
    (8, 16, BACK, "Social work", "{name} has a friend whose family has {her} for tea most Fridays.", ""),
    (12, 17, SOME, "School", "Moved up to {school}, in a class with nobody whom {she} knew.", ""),
    (13, 17, SOME, "Youth worker", "{name} speaks of becoming a mechanic, and has begun to ask how.", ""),
    (14, 17, BACK, "School", "Passed four subjects.", "{name} did this with little help, and knows it."),
    (0, 17, BACK, "Housing", "The family moved to {street}.", ""),
    (0, 17, SOME, "Social work", "Meeting with the family: who does what until the next was written down.", ""),
    (0, 17, SOME, "Family centre", "{mother} came to eight of ten sessions.", "She keeps to what she finds useful."),
    (0, 17, SOME, "Social work", "{gran} offered to have the children at weekends, and does.", ""),
)
BY_WORRY: dict[ReferralWhy, tuple[Entry, ...]] = {
    ReferralWhy.NEGLECT: (
        (
            0,
            5,
            HIGH,
            "Health visitor",
            "Weight has fallen since the last visit.",
            "The third time. It follows bad weeks.",
        ),
        (4, 12, SOME, "School", "Came without lunch on eleven days this month; the school gives {her} breakfast.", ""),
        (0, 17, HIGH, "Social work", "No food and no heating in the house. A grant was made the same day.", ""),
        (4, 17, SOME, "Dentist", "Two teeth were taken out under anaesthetic.", "Pain that went on for months unseen."),
    ),
    ReferralWhy.DOMESTIC: (
        (0, 17, HIGH, "Police", "Called by a neighbour. {partner} had broken the door.", "Each time a little worse."),
        (0, 17, SOME, "Women's refuge", "{mother} has a safety plan, and the school has a copy.", ""),
        (4, 17, SOME, "School", "{name} would not go home until {mother} had come to fetch {her}.", ""),
        (0, 17, HIGH, "Sheriff court", "{partner} may not come near the house.", "{mother} asked for it herself."),
    ),
    ReferralWhy.SUBSTANCES: (
        (0, 17, HIGH, "Recovery service", "{mother} tested positive twice.", "She told us before the result came."),
        (0, 17, SOME, "Recovery service", "Three months without a relapse.", "The longest since {name} was born."),
        (
            5,
            17,
            HIGH,
            "Ambulance",
            "{name} rang for an ambulance: {mother} could not be woken.",
            "{name} knew the number.",
        ),
        (3, 17, SOME, "School", "{mother} smelled of drink at the gate; {gran} was rung and came.", ""),
    ),
    ReferralWhy.MENTAL_HEALTH: (
        (
            0,
            17,
            HIGH,
            "Hospital",
            "{mother} was admitted; the children went to {gran}.",
            "It was planned, and it held.",
        ),
        (4, 17, SOME, "Community nurse", "{mother} takes her medicine again and is up by nine.", ""),
        (6, 17, SOME, "School", "{name} asks each day to ring home at noon.", "{name} keeps watch over {mother}."),
    ),
    ReferralWhy.PHYSICAL: (
        (
            0,
            17,
            HIGH,
            "Hospital",
            "Bruises of different ages, seen at a check.",
            "A joint interview was held next day.",
        ),
        (
            0,
            17,
            HIGH,
            "Social work",
            "Case conference: the name went on the register.",
            "Nobody at home could explain it.",
        ),
        (4, 17, SOME, "School", "{name} flinched when a door was shut.", ""),
    ),
    ReferralWhy.EMOTIONAL: (
        (
            4,
            17,
            SOME,
            "School",
            "{name} wrote that nobody would notice if {she} was gone.",
            "Read with {her}, and talked over.",
        ),
        (0, 17, SOME, "Social work", "{mother} spoke of how she was brought up, for the first time.", ""),
    ),
    ReferralWhy.BEHAVIOUR: (
        (
            10,
            17,
            HIGH,
            "Police",
            "Missing for a night; found with older lads at the harbour.",
            "The fourth time since May.",
        ),
        (8, 17, SOME, "School", "Sent home for a week after a fight.", "It began with words about {hers} family."),
        (10, 17, SOME, "Reporter", "A hearing was held: a compulsory order at home.", ""),
    ),
    ReferralWhy.YOUNG_CARER: (
        (7, 17, SOME, "Young carers", "{name} has an evening a week for {herself}.", "{mother} had to be asked twice."),
        (
            7,
            17,
            SOME,
            "Occupational therapy",
            "A rail and a stair lift were put in.",
            "It takes the heaviest work from {name}.",
        ),
    ),
    ReferralWhy.DISABILITY: (
        (0, 17, SOME, "Hospital", "A new wheelchair, three months after it was asked for.", ""),
        (0, 17, BACK, "Social work", "Two nights a month at the short-break house.", "{mother} says that she slept."),
    ),
    ReferralWhy.SUPPORT: (
        (0, 17, BACK, "Welfare rights", "Benefits that had been missed for a year were paid.", ""),
        (0, 17, BACK, "Befriending", "A volunteer comes on Tuesdays.", "{mother} has begun to go out again."),
    ),
}
OPENINGS = (
    "{mother} let me in at once and had the kettle on.",
    "It took ten minutes until somebody came to the door.",
    "The house was warm and there was food in.",
    "Washing was piled in the hall; {mother} said that the machine had broken.",
    "{gran} was there and did most of the talking.",
    "{mother} had forgotten that I was coming, but was glad of it.",
    "The television was on throughout, and nobody turned it down.",
    "Everybody was at the table when I came.",
    "A window in the stair is still boarded up.",
    "{mother} was tired and said so.",
)
BABY = (
    "{name} was asleep, clean and a good colour.",
    "{name} was on the floor with blocks and came over to look at my bag.",
    "{name} held on to {mother} and watched me.",
    "{name} had a cold; {mother} had rung the doctor already.",
    "{name} walked four steps to {mother}, who clapped.",
)
CHILDS = (
    "We sat on {hers} bed and {name} showed me a drawing.",
    "{name} talked about {school} and very little about home.",
    "{name} did not want to talk, so we built a tower.",
    "{name} asked whether I would come again, and when.",
    "{name} showed me the new bed, and where {she} keeps {hers} things.",
)
TEENS = (
    "{name} walked to the shop with me and talked on the way.",
    "{name} said little until we were alone, then a great deal.",
    "{name} had the hood up and answered in one word.",
    "{name} has been in each night this week by ten.",
    "{name} wants to know what is written about {her}; we read some of it.",
)
CLOSINGS = (
    "I ring on Thursday.",
    "Next time I come when {partner} is there too.",
    "{mother} rings the doctor before I come again.",
    "I told {school} what we agreed.",
    "Nothing that changes the plan.",
    "To be taken up at the next meeting.",
    "I looked at the bedrooms; both were in order.",
    "The gas card is to be sorted by Monday.",
)
NOT_SEEN = (
    "Nobody came to the door, and a light was on. I put a card through and go again tomorrow.",
    "{mother} said through the door that {name} was at {gran}'s; {gran} had not seen {her}. I go back tonight.",
    "{name} had gone out by the back. {mother} could not say where. I try {school} in the morning.",
    "{mother} asked me to come another day. I told her why it cannot wait, and come at nine.",
)
VIEWS = (
    (4, 7, "“I like it when Gran is here.”"),
    (4, 7, "“Mum was sad and then she was not.”"),
    (4, 8, "“There was toast and I made it.”"),
    (6, 11, "“I want to stay in my school.”"),
    (6, 11, "“It is quieter now. I sleep in my own bed.”"),
    (6, 12, "“I do not like it when he comes round.”"),
    (8, 13, "“Can you tell Mum that I am not in trouble?”"),
    (8, 14, "“I would like a lock on the bathroom door.”"),
    (10, 16, "“Everybody asks me the same thing. Ask each other.”"),
    (11, 17, "“I look after the wee ones because somebody has to.”"),
    (12, 17, "“It is all right. I will tell you when it is not.”"),
    (13, 17, "“I want to see my dad, but not at his house.”"),
    (13, 17, "“Do not come to the school again, please.”"),
    (15, 18, "“I want my own place, and I want to learn to drive.”"),
)
PURPOSES = (
    "See how the week was",
    "See {name} alone",
    "Go through the plan with {mother}",
    "After the meeting at {school}",
    "Look at the bedrooms",
    "Meet {gran} and {name} together",
    "See {name} at {school}",
)
