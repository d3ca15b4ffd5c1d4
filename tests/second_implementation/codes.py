"""Code sets: the label of `figures.csv` and the codes it stands for, from the tables of Annex A and the rulings."""

SEX = {"Male": "Male", "Female": "Female", "Not stated or recorded": "Not stated/recorded", "Neither": "Neither"}
ETHNIC = {
    "White": "WBRI WIRI WIRT WOTH WROM", "Mixed": "MWBC MWBA MWAS MOTH", "Asian": "AIND APKN ABAN AOTH", "Black": "BCRB BAFR BOTH",
    "Chinese": "CHNE", "Other": "OOTH", "Refused": "REFU", "Unknown": "NOBT UNKNOWN",
}
ETHNIC_PUBLISHED = {
    "White": "WBRI WIRI WIRT WOTH WROM", "Mixed": "MWBC MWBA MWAS MOTH", "Asian": "AIND APKN ABAN AOTH CHNE", "Black": "BCRB BAFR BOTH",
    "Other": "OOTH", "Refused or not known": "REFU NOBT UNKNOWN",
}
ANSWERS = {"Yes": "Yes", "No": "No", "Unknown": "Unknown"}
SOURCE = {
    "Individual": "1A 1B 1C 1D", "Schools": "2A", "Education services": "2B", "Health services": "3A 3B 3C 3D 3E 3F", "Housing": "4",
    "LA services": "5A 5B 5C 5D", "Police": "6", "Other legal agency": "7", "Other": "8", "Anonymous": "9", "Unknown": "10",
}
SOURCES = {
    "Individual: family member, relative or carer": "1A", "Individual: acquaintance, neighbour or childminder": "1B", "Individual: self": "1C",
    "Individual: other": "1D", "Schools": "2A", "Education services": "2B", "Health services: general practitioner": "3A",
    "Health services: health visitor": "3B", "Health services: school nurse": "3C", "Health services: other primary health services": "3D",
    "Health services: accident and emergency": "3E", "Health services: other": "3F", "Housing": "4", "LA services: social care": "5A",
    "LA services: other internal": "5B", "LA services: external": "5C", "LA services: early help or other provision": "5D", "Police": "6",
    "Other legal agency": "7", "Other": "8", "Anonymous": "9", "Unknown": "10",
}
NEED = {
    "Abuse or neglect": "N1", "Child's disability or illness": "N2", "Parental disability or illness": "N3",
    "Family in acute stress": "N4", "Family dysfunction": "N5", "Socially unacceptable behaviour": "N6", "Low income": "N7",
    "Absent parenting": "N8", "Cases other than children in need": "N9", "Not stated": "N0",
}
CLOSED = {
    "Adopted": "RC1", "Died": "RC2", "Child arrangements order": "RC3", "Special guardianship order": "RC4",
    "Transferred to another LA": "RC5", "Transferred to adult social care": "RC6", "Services ceased for any other reason": "RC7",
    "Closed after assessment, NFA": "RC8", "Closed after assessment, referred to early help": "RC9",
}
STATUS = {name: (name,) for name in ("Looked after child", "Child protection plan", "Child in need plan", "Open assessment", "Closed episode")}
ABUSE = {
    "Neglect": "Neglect", "Physical abuse": ("Physical abuse",), "Sexual abuse": ("Sexual abuse",), "Emotional abuse": ("Emotional abuse",),
    "Multiple or not recommended": ("Multiple/not recommended",),
}
LEGAL = {
    "Interim care orders": "C1", "Full care orders": "C2 W1", "Freed for adoption": "D1", "Placement order granted": "E1",
    "Accommodated under S20": "V2", "Detained on child-protection grounds": "L1 L2 L3", "Youth justice legal statuses": "J1 J2 J3",
}
CEASED = {
    "Adopted": "E11 E12", "Died": "E2", "Care taken by another LA": "E3", "Returned home": "E4A E4B",
    "Left care to live with parents, relatives or other person with no parental responsibility": "E13",
    "Residence/child arrangements order": "E41", "Special guardianship": "E43 E44 E45 E46 E47 E48", "Independent living": "E5 E6",
    "Adult-funded residential": "E7", "Custody": "E9", "Remand ended": "E14", "Age-assessed 18+": "E15", "Moved abroad": "E16",
    "Other": "E8", "Aged 18+ remained with carers": "E17",
}
PLAN = {
    name: (name,)
    for name in (
        "Return to family", "Adoption", "SGO/CAO", "Supported living in the community", "Long-term residential placement",
        "Long-term fostering", "Other",
    )
}
PLACED = {
    "Foster": "U1 U2 U3 U4 U5 U6", "Placed for adoption": "A3 A4 A5 A6", "Placed with parents": "P1", "Independent living": "P2",
    "Residential employment": "P3", "Semi-independent": "H5", "Secure children's home": "K1", "Children's home": "K2",
    "Residential care home": "R1", "NHS": "R2", "Family centre/mother & baby": "R3", "YOI/STC": "R5", "Residential school": "S1",
    "Other": "Z1", "Supported accommodation": "K3", "Temporary": "T0 T1 T2 T3 T4",
}
PLACED_PUBLISHED = {
    "Foster": "U1 U2 U3 U4 U5 U6", "Secure and children's homes": "K1 K2", "Independent or supported": "P2 H5 K3",
    "Other residential": "R1 R2 R3 R5", "With parents": "P1", "Placed for adoption": "A3 A4 A5 A6", "Residential schools": "S1",
    "Other placements": "Z1 P3", "Temporary": "T0 T1 T2 T3 T4",
}
PLACED_IN = {
    "Foster placement with relative or friend, long term": "U1", "Foster placement with relative or friend who is an approved adopter": "U2",
    "Foster placement with relative or friend, neither long term nor fostering for adoption": "U3",
    "Foster placement with other carer, long term": "U4", "Foster placement with other carer who is an approved adopter": "U5",
    "Foster placement with other carer, neither long term nor fostering for adoption": "U6",
    "Placed for adoption with consent, current foster carer": "A3", "Placed for adoption with consent, not current foster carer": "A4",
    "Placed for adoption with placement order, current foster carer": "A5",
    "Placed for adoption with placement order, not current foster carer": "A6", "Placed with own parents": "P1", "Independent living": "P2",
    "Residential employment": "P3", "Semi-independent living accommodation": "H5", "Secure children's home": "K1", "Children's home": "K2",
    "Supported accommodation": "K3", "Residential care home": "R1", "NHS or health trust establishment": "R2",
    "Family centre or mother and baby unit": "R3", "Young offender institution or secure training centre": "R5", "Residential school": "S1",
    "Other placement": "Z1", "Temporary placement": "T0", "Temporary placement in hospital": "T1", "Temporary absence on holiday": "T2",
    "Temporary placement while the foster carer is on holiday": "T3", "Temporary placement of seven days or less": "T4",
}
PROVIDER = {"Own LA": "PR1", "Private": "PR4", "Other": "PR0 PR2 PR3 PR5"}
PLACE = {"In the authority": "In", "Outside the authority": "Out"}
ELIGIBLE = {name: (name,) for name in ("Relevant child", "Former relevant child", "Qualifying care leaver", "Eligible child")}
TOUCH = {
    "Yes": "Yes", "No": "No", "Died": "Died", "Refuses contact": "Refu", "No longer requires services": "NREQ", "Returned home": "Rhom",
}
HOME = {
    "With parents or relatives": "B", "Community home or other residential care": "C", "Semi-independent or transitional accommodation": "D",
    "Supported lodgings": "E", "Gone abroad": "G", "Deported": "H", "Ordinary lodgings, without formal support": "K",
    "Residence not known": "R", "No fixed abode or homeless": "S", "Foyers and similar supported accommodation": "T",
    "Independent living": "U", "Emergency accommodation": "V", "Bed and breakfast": "W", "In custody": "X", "Other accommodation": "Y",
    "With former foster carers": "Z",
}
SUITABLE = {"Suitable": "Suitable", "Unsuitable": "Unsuitable"}
NEET = {"NEET illness or disability": "G4", "NEET other": "G5", "NEET pregnancy or parenting": "G6"}
ACTIVITY = {
    "Higher education full time": "F1", "Higher education part time": "P1", "Other education full time": "F2",
    "Other education part time": "P2", "Training or employment full time": "F3 F4 F5", "Training or employment part time": "P3 P4 P5",
} | NEET
EET = set("F1 F2 F3 F4 F5 P1 P2 P3 P4 P5".split())
REVERSED = {
    "The child's needs changed after the decision": "RD1", "The court did not make a placement order": "RD2",
    "Prospective adopters could not be found": "RD3", "Any other reason": "RD4",
}
LEFT = {
    "Adopter withdrew from the process": ("Adopter withdrew",), "Process put on hold": ("On hold",), "Application refused": ("Application refused",),
}

# Bins: label and last number inside it, save LENGTH and WAIT, which end before the number (ruling 10).
LENGTH = [("0-3 months", 91), ("3-6 months", 182), ("6-12 months", 365), ("1-2 years", 730), ("2 years+", 10**9)]
WAIT = [("0-3 months", 91), ("3-6 months", 182), ("6-12 months", 365), ("12 months+", 10**9)]
CHECKED = [("0-3 months", 91), ("3-6 months", 182), ("6-12 months", 365), ("12 months+", 10**9)]
ASSESSMENT = [
    ("same day", 0), ("1-10", 10), ("11-20", 20), ("21-30", 30), ("31-40", 40), ("41-45", 45), ("46-50", 50), ("51-60", 60), ("61+", 10**9),
]
ASSESSED = [("0-10", 10), ("11-20", 20), ("21-30", 30), ("31-40", 40), ("41-45", 45), ("46-50", 50), ("51-60", 60), ("61+", 10**9)]
CONFERENCE = [
    ("same day", 0), ("1-5", 5), ("6-10", 10), ("11-13", 13), ("14-15", 15), ("16-17", 17), ("18-20", 20), ("21+", 10**9),
]
PUBLISHED = [("0-10", 10), ("11-15", 15), ("16-20", 20), ("21+", 10**9)]
FOLLOWED = [("same day", 0), ("1-5", 5), ("6-10", 10), ("11-20", 20), ("21-45", 45)]
REVIEW = [("0-3 months", 91), ("3-6 months", 182), ("6-9 months", 273), ("9-12 months", 365), ("12 months+", 10**9)]
VISIT = [("0-6 weeks", 42), ("6-12 weeks", 84), ("12-18 weeks", 126), ("18 weeks+", 10**9)]
MISSING = [("1", 1), ("2", 2), ("3", 3), ("4", 4), ("5", 5), ("6-10", 10), ("11+", 10**9)]
PLACEMENTS = [("1", 1), ("2", 2), ("3", 3), ("4", 4), ("5+", 10**9)]
BANDS = [("<1", 0), ("1-4", 4), ("5-9", 9), ("10-15", 15), ("16+", 10**9)]


def tokens(group):
    """The codes a label stands for."""
    return group.split() if isinstance(group, str) else group


def upto(last):
    """Bins 0, 1, 2 … and `last` or more."""
    return [(str(n), n) for n in range(last)] + [(f"{last}+", 10**9)]
