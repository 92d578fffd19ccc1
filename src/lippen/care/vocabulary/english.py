"""The English code lists of the SSDA903 return, as files of that format carry them: for imports, never translated.

What each code stands for was held against the lists of the return's guide (2022 to 2024) as open tools for it carry
them, and against an older list for codes that it no longer has (M1 to M3, Q1, Q2); the words are ours. E42 and the PN
codes were found in no list that could be read. A code that is not listed here is listed by the import.
"""

from __future__ import annotations

from types import MappingProxyType

from lippen.care.vocabulary.living import Setting

PLACEMENTS = MappingProxyType(
    {
        "A3": ("Placed for adoption with consent, with current foster carer", Setting.FAMILY),
        "A4": ("Placed for adoption with consent, not with current foster carer", Setting.FAMILY),
        "A5": ("Placed for adoption with placement order, with current foster carer", Setting.FAMILY),
        "A6": ("Placed for adoption with placement order, not with current foster carer", Setting.FAMILY),
        "H5": ("Semi-independent living, not under children's home regulations", Setting.RESIDENTIAL),
        "K1": ("Secure children's home", Setting.RESIDENTIAL),
        "K2": ("Children's home", Setting.RESIDENTIAL),
        "K3": ("Registered supported accommodation", Setting.RESIDENTIAL),
        "M1": ("Away from the placement, in a refuge (older code)", Setting.UNKNOWN),
        "M2": ("Away from the placement, whereabouts known (older code)", Setting.UNKNOWN),
        "M3": ("Away from the placement, whereabouts not known (older code)", Setting.UNKNOWN),
        "P1": ("Placed with own parents", Setting.HOME),
        "P2": ("Independent living, with or without support", Setting.FAMILY),
        "P3": ("Residential employment", Setting.RESIDENTIAL),
        "Q1": ("Foster placement with relative or friend (older code)", Setting.FAMILY),
        "Q2": ("Foster placement, not with relative or friend (older code)", Setting.FAMILY),
        "R1": ("Residential care home", Setting.RESIDENTIAL),
        "R2": ("National Health Service or other health establishment", Setting.RESIDENTIAL),
        "R3": ("Family centre or mother and baby unit", Setting.RESIDENTIAL),
        "R5": ("Young offender institution or prison", Setting.RESIDENTIAL),
        "S1": ("Residential school", Setting.RESIDENTIAL),
        "T0": ("All types of temporary move", Setting.UNKNOWN),
        "T1": ("Temporary: hospital", Setting.UNKNOWN),
        "T2": ("Temporary: holiday", Setting.UNKNOWN),
        "T3": ("Temporary: usual foster carer on holiday", Setting.UNKNOWN),
        "T4": ("Temporary: seven days or less, other reason", Setting.UNKNOWN),
        "U1": ("Foster placement with relative or friend, long term", Setting.FAMILY),
        "U2": ("Foster placement with relative or friend who is also to adopt", Setting.FAMILY),
        "U3": ("Foster placement with relative or friend, not long term", Setting.FAMILY),
        "U4": ("Foster placement with other carer, long term", Setting.FAMILY),
        "U5": ("Foster placement with other carer who is also to adopt", Setting.FAMILY),
        "U6": ("Foster placement with other carer, not long term", Setting.FAMILY),
        "Z1": ("Other placement", Setting.UNKNOWN),
    }
)
LEGAL = MappingProxyType(
    {
        "C1": "Interim care order",
        "C2": "Full care order",
        "D1": "Freeing order",
        "E1": "Placement order",
        "J1": "Remanded to local authority accommodation or youth detention",
        "J2": "Placed in local authority accommodation under police and criminal evidence law",
        "J3": "Youth rehabilitation order with residence or intensive fostering",
        "L1": "Under police protection, in local authority accommodation",
        "L2": "Emergency protection order",
        "L3": "Under child assessment order, in local authority accommodation",
        "V2": "Single period of accommodation by agreement",
        "V3": "Accommodated under a series of short breaks, each recorded",
        "V4": "Accommodated under a series of short breaks, the agreement recorded",
    }
)
NEW_EPISODE = MappingProxyType(
    {
        "S": "Started to be looked after",
        "L": "Change of legal status alone",
        "P": "Change of placement and carer alone",
        "T": "Change of placement with the same carer",
        "B": "Change of legal status, placement and carer",
        "U": "Change of legal status and of placement with the same carer",
    }
)
ENDED = MappingProxyType(
    {
        "E11": "Adopted, application unopposed",
        "E12": "Adopted, consent dispensed with",
        "E2": "Died",
        "E3": "Care taken over by another council in the United Kingdom",
        "E4A": "Home to parents, planned",
        "E4B": "Home to parents, not planned",
        "E5": "Moved into independent living with supportive accommodation",
        "E6": "Moved into independent living without formal support",
        "E7": "Transferred to residential care of adults' services",
        "E8": "Ended for any other reason",
        "E9": "Sentenced to custody",
        "E13": "Left to live with parents, relatives or others without parental responsibility",
        "E14": "Accommodation on remand ended",
        "E15": "Age assessment found the person to be 18 or over",
        "E16": "Child moved abroad",
        "E17": "Aged 18 and remained with current carers",
        "E41": "Residence order, or since 22 April 2014 a child arrangements order",
        "E42": "Special guardianship order (older code)",
        "E43": "Special guardianship order to former foster carer",
        "E44": "Special guardianship order to other carer",
        "E45": "Special guardianship order to former foster carer, relative or friend",
        "E46": "Special guardianship order to former foster carer, not relative or friend",
        "E47": "Special guardianship order to other carer, relative or friend",
        "E48": "Special guardianship order to other carer, not relative or friend",
        "X1": "The episode ended and a new one begins on the same day",
    }
)
DIED = "E2"
"""Of those the one for a death."""
MOVED = MappingProxyType(
    {
        "ALLEG": "Allegation against the carer",
        "APPRR": "Approval removed",
        "CARPL": "As the care plan says",
        "CHILD": "Child asked for it",
        "CLOSE": "Resignation or closure of provision",
        "CREQB": "Carer asked for it, because of the child's behaviour",
        "CREQO": "Carer asked for it, for another reason",
        "CUSTOD": "Custody arrangement",
        "LAREQ": "Council asked for it",
        "OTHER": "Another reason",
        "PLACE": "Change in the status of the placement alone",
        "STAND": "Standards of care",
    }
)
TOOK_PART = MappingProxyType(
    {
        "PN0": "The child was younger than four",
        "PN1": "The child was there and spoke",
        "PN2": "The child was there, and an advocate spoke",
        "PN3": "The child was there and showed what they thought without words",
        "PN4": "The child was there and said nothing",
        "PN5": "The child was not there, and an advocate spoke",
        "PN6": "The child was not there and sent what they thought another way",
        "PN7": "The child was not there and sent nothing",
    }
)
SEX = MappingProxyType({"1": "Male", "2": "Female"})
