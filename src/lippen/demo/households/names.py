"""What the households of the demonstration are called and where they live. Every family name is put together."""

from __future__ import annotations

BEGINNINGS = (
    *("Auchen", "Bal", "Bren", "Cairn", "Cor", "Dal", "Drum", "Ech", "Fenn", "Garva", "Hald", "Inch"),
    *("Kel", "Lar", "Mell", "Nether", "Ord", "Pol", "Quel", "Ros", "Skir", "Tarn", "Ulla", "Whin", "Yar"),
)
ENDS = (
    *("barrow", "burnie", "calder", "dowrie", "gask", "hollin", "keltie", "lennick", "mourne", "nochty", "pettie"),
    *("sheil", "tannoch", "vannie", "dorran", "bracken", "fettle", "lathie", "monie", "struthie", "clunie"),
)
GIRLS = (
    *("Abbie", "Aila", "Amber", "Aoife", "Beth", "Bonnie", "Brooke", "Callie", "Cara", "Carly", "Chloe", "Cora"),
    *("Demi", "Eila", "Ellie", "Emma", "Erin", "Esme", "Faye", "Freya", "Georgia", "Grace", "Hannah", "Heidi"),
    *("Holly", "Iona", "Isla", "Ivy", "Jess", "Kara", "Katie", "Keira", "Lana", "Leah", "Lexi", "Lucy", "Maisie"),
    *("Mia", "Millie", "Mirren", "Molly", "Nieve", "Orla", "Paige", "Poppy", "Rosie", "Ruby", "Skye", "Sophie"),
    *("Summer", "Tess", "Thea", "Tilly", "Willow", "Zara", "Zoe"),
)
BOYS = (
    *("Aaron", "Adam", "Aidan", "Alfie", "Archie", "Arran", "Ben", "Blair", "Brodie", "Cameron", "Cole", "Connor"),
    *("Craig", "Dean", "Dylan", "Euan", "Ewan", "Fraser", "Greg", "Hamish", "Harris", "Hugo", "Jack", "Jake"),
    *("Jay", "Joel", "Josh", "Jude", "Kai", "Keir", "Kerr", "Kyle", "Leon", "Levi", "Liam", "Logan", "Luca"),
    *("Mason", "Max", "Murray", "Nathan", "Noah", "Ollie", "Owen", "Reece", "Robbie", "Rory", "Ross", "Ruben"),
    *("Ryan", "Sam", "Scott", "Sean", "Theo", "Tyler", "Zac"),
)
MOTHERS = (
    *("Alison", "Angela", "Ashley", "Carol", "Cheryl", "Claire", "Danielle", "Dawn", "Debbie", "Donna", "Elaine"),
    *("Gail", "Gillian", "Hazel", "Jacqui", "Jade", "Joanne", "Karen", "Kelly", "Kerry", "Laura", "Leanne", "Linda"),
    *("Lisa", "Lorraine", "Lynn", "Mandy", "Michelle", "Natalie", "Nicole", "Paula", "Rachel", "Samantha", "Sandra"),
    *("Sharon", "Stacey", "Steph", "Suzanne", "Tracey", "Vicky", "Yvonne"),
)
FATHERS = (
    *("Alan", "Allan", "Barry", "Billy", "Bruce", "Colin", "Daniel", "Darren", "Derek", "Douglas", "Eddie", "Gary"),
    *("Gavin", "Gordon", "Graham", "Grant", "Ian", "James", "Jamie", "Jim", "Keith", "Kenny", "Kevin", "Lee", "Mark"),
    *("Martin", "Mick", "Neil", "Paul", "Ricky", "Robert", "Ronnie", "Shaun", "Stephen", "Steven", "Stuart", "Tommy"),
    *("Tony", "Wayne", "William"),
)
GRANDMOTHERS = (
    *("Agnes", "Betty", "Cathie", "Chrissie", "Dorothy", "Elma", "Ina", "Irene", "Janet", "Jessie", "Margaret"),
    *("Marion", "May", "Nan", "Rena", "Sadie", "Sheila", "Wilma"),
)
STREETS = (
    *("Quayside", "Shore Road", "Station Brae", "Kirk Brae", "Mill Lade", "Ropewalk", "Smithy Lane", "Harbour Street"),
    *("Glebe Park", "Castle Wynd", "School Road", "Fairfield", "Burnside Terrace", "Tannery Close", "Peat Road"),
    *("Heather Avenue", "Whin Park", "Loanhead Crescent", "Cooper's Court", "Gasworks Road", "Sawmill Drive"),
    *("Weir Street", "Orchard Place", "Curlers' Row", "Bleachfield", "Netmakers' Court", "Ferry Loan"),
)
SCHOOLS = ("Quayside Primary", "Glebe Primary", "Whin Park Primary", "Ropewalk Primary", "Shore Road Primary")
SECONDARIES = ("Braeside Academy", "Lairn High")
NURSERIES = ("Ropewalk Nursery", "the Glebe nursery class", "Burnside Nursery")
PRONOUNS = {
    "female": {"she": "she", "her": "her", "hers": "her", "herself": "herself", "girl": "girl", "daughter": "daughter"},
    "male": {"she": "he", "her": "him", "hers": "his", "herself": "himself", "girl": "boy", "daughter": "son"},
}
"""Said of a girl, and of a boy: her as in “saw her”, hers as in “her room”."""
