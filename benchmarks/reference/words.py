"""Made-up names, places and sentences: varied enough that indexes and searches have work to do."""

from __future__ import annotations

import random
from functools import cache

GIVEN = (
    *(
        "Isla",
        "Rory",
        "Eilidh",
        "Finlay",
        "Ailsa",
        "Callum",
        "Mhairi",
        "Struan",
        "Catriona",
        "Ruaridh",
        "Morven",
        "Lewis",
    ),
    *("Skye", "Angus", "Iona", "Fergus", "Kirsty", "Hamish", "Freya", "Magnus", "Orla", "Innes", "Elsie", "Gregor"),
    *("Ada", "Blair", "Beth", "Cameron", "Clara", "Douglas", "Daisy", "Ewan", "Erin", "Euan", "Fiona", "Fraser"),
    *("Grace", "Gavin", "Hannah", "Harris", "Heather", "Iain", "Jean", "Jamie", "Jessie", "Keir", "Katie", "Kenneth"),
    *("Leah", "Lachlan", "Lorna", "Logan", "Maisie", "Malcolm", "Marnie", "Murray", "Niamh", "Neil", "Nora", "Niall"),
    *("Olive", "Ollie", "Paige", "Patrick", "Poppy", "Ramsay", "Rhona", "Robbie", "Rosie", "Ross", "Rowan", "Sandy"),
    *("Sadie", "Scott", "Senga", "Sorley", "Sheena", "Stuart", "Shona", "Tavish", "Tess", "Thomas", "Una", "Torin"),
    *(
        "Vaila",
        "William",
        "Willa",
        "Zander",
        "Abigail",
        "Adam",
        "Aria",
        "Alasdair",
        "Bonnie",
        "Brodie",
        "Cora",
        "Conall",
    ),
)
BEGINNINGS = (
    *("Aber", "Ard", "Bal", "Bar", "Bren", "Cairn", "Cal", "Carn", "Corr", "Craig", "Cul", "Dal", "Drum", "Dun", "Fen"),
    *("Fin", "Gar", "Glen", "Gow", "Hal", "Inver", "Kel", "Kil", "Kin", "Lam", "Lin", "Loch", "Mor", "Nether", "Pit"),
    *("Rath", "Ros", "Sel", "Strath", "Tarn", "Tor", "Tull", "Whin", "Wick", "Yar"),
)
ENDINGS = (
    "ben",
    "bie",
    "burn",
    "by",
    "dale",
    "dean",
    "derry",
    "gan",
    "gie",
    "kirk",
    "lan",
    "lat",
    "ley",
    "loch",
    "mond",
    "more",
)
STREETS = (
    "Alder",
    "Bracken",
    "Curlew",
    "Dunlin",
    "Elder",
    "Fulmar",
    "Gorse",
    "Harebell",
    "Juniper",
    "Kittiwake",
    "Larch",
)
KINDS = ("Road", "Street", "Place", "Terrace", "Gardens", "Wynd", "Crescent", "Loan")
WHO = (
    "The school",
    "The health visitor",
    "The grandmother",
    "The family support worker",
    "A neighbour",
    "The nursery",
    "The GP",
)
DID = ("rang", "wrote", "came by", "asked", "told us", "said at the meeting", "left word")
WHAT = (
    "that mornings go better since the breakfast club began",
    "that nobody opened the door on two days of this week",
    "that the new routine at bedtime is kept on most nights",
    "that the child was tired and hungry again on Monday",
    "that the appointment was missed and a new one is made",
    "that the mother asks for more help with the younger one",
    "that there was shouting heard late in the evening",
    "that the reading has come on well this term",
    "that the father has moved out and is in touch by telephone",
    "that the plan was agreed with the family at home",
)
NEXT = (
    "We agreed to speak again within the week.",
    "The team leader was told the same day.",
    "A visit is planned for the coming days.",
    "Nothing more is needed for now.",
    "The family asked that both parents hear of it.",
    "The child said that Tuesdays are the best day.",
    "What was agreed is written in the plan.",
    "We looked at the house together and found it warm and clean.",
)


def family_names() -> list[str]:
    """Six hundred and forty family names."""
    return [begin + end for begin in BEGINNINGS for end in ENDINGS]


def often_first(rng: random.Random, words: list[str] | tuple[str, ...]) -> str:
    """A word of a list, its beginning far more often than its end: as names are spread."""
    return words[int(len(words) * rng.random() ** 1.5)]


@cache
def paragraphs(count: int) -> list[str]:
    """So many different paragraphs of two to five sentences, the same ones every time."""
    rng = random.Random(count)
    return [paragraph(rng) for _ in range(count)]


def paragraph(rng: random.Random) -> str:
    """Two to five sentences."""
    told = [f"{rng.choice(WHO)} {rng.choice(DID)} {rng.choice(WHAT)}." for _ in range(rng.randint(1, 3))]
    return " ".join([*told, *rng.sample(NEXT, rng.randint(1, 2))])


def street(rng: random.Random) -> str:
    """A house number and a street that is nowhere."""
    return f"{rng.randint(1, 180)} {rng.choice(STREETS)} {rng.choice(KINDS)}, Nether{rng.choice(ENDINGS)}"


def postcode(rng: random.Random) -> str:
    """A postcode of an area that there is not."""
    return f"ZZ{rng.randint(1, 40)} {rng.randint(1, 9)}{rng.choice('ABDEFGHJ')}{rng.choice('ABDEFGHJ')}"
