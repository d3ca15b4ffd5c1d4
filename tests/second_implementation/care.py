"""Children looked after: list 8 without the short-break series (ruling 12)."""
from collections import Counter

from book import days, label, wd
from codes import BANDS, CEASED, CHECKED, ETHNIC, ETHNIC_PUBLISHED, LEGAL, LENGTH, MISSING, NEED, PLACE, PLACED, PLACED_IN, PLACED_PUBLISHED, PLACEMENTS, PLAN, PROVIDER, REVIEW, SEX, VISIT
from dates import add_months, age, birthday


def care(k):
    rows = [r for r in k.lists[8] if r["ls"] not in ("V1", "V3", "V4")]
    now = [r for r in rows if k.open(r)]
    begun = [r for r in rows if k.within(8, r["start"])]
    left = [r for r in rows if k.within(8, r["end"]) and r["reason"] != "X1"]
    in_and_out(k, begun, left)
    looked_after(k, now)
    k.answer("OPN-23", [r for r in rows if k.open(r) or k.within(8, r["end"])], "second")
    timely(k, now)
    placements(k, now)
    health(k, now, begun)
    missing(k, now)


def in_and_out(k, begun, left):
    k.count("CLA-01", len(begun))
    k.months("CLA-01m", 8, [r["start"] for r in begun])
    k.rate("CLA-02", len(begun), 8)
    k.count("CLA-03", len(left))
    k.months("CLA-03m", 8, [r["end"] for r in left])
    k.rate("CLA-04", len(left), 8)
    k.difference("CLA-05", len(begun) - len(left))
    k.pyramid("CLA-06", begun)
    born = [r for r in begun if r["dob"]]
    ages = [age(r["dob"], r["start"]) for r in born]
    low = 0
    for group, high in BANDS:
        k.share("CLA-06b", sum(low <= n <= high for n in ages), sum(n >= 0 for n in ages), group)
        low = high + 1
    k.without("CLA-06b", len(begun) - len(born), len(begun))
    k.pyramid("CLA-07", left)
    k.answer("CLA-08", begun, "uasc")
    k.answer("CLA-09", begun, "second")
    k.groups("CLA-10", begun, "need", NEED)
    k.groups("CLA-11", begun, "ls", LEGAL)
    k.groups("CLA-12", left, "reason", CEASED)
    reason = ("reason", CEASED)
    k.coded("CLA-13", left, reason, lambda r: r["reason"] in ("E11", "E12"))
    k.coded("CLA-14", left, reason, lambda r: r["reason"] in ("E43", "E44", "E45", "E46", "E47", "E48"))
    k.behind("CLA-14n", "CLA-14")
    k.coded("CLA-15", left, reason, lambda r: r["reason"] == "E41")
    k.coded("CLA-18", left, reason, lambda r: r["reason"] == "E17")
    known = [r for r in left if label(r["reason"], CEASED) in CEASED]
    k.groups("CLA-16", left, "reason", CEASED)
    for group in CEASED:
        del k.out["CLA-16", group]
    k.part("CLA-16", known, lambda r: r["reason"] == "E4A", "Returned home planned")
    k.part("CLA-16", known, lambda r: r["reason"] == "E4B", "Returned home unplanned")
    k.part("CLA-17", [r for r in left if r["reason"] in ("E5", "E6")], lambda r: r["reason"] == "E6")
    k.median("CLA-19", k.bins("CLA-19", [days(r["start"], r["end"]) for r in left], LENGTH, below=True), "median")


def looked_after(k, now):
    k.count("OPN-01", len(now))
    k.rate("OPN-02", len(now))
    k.pyramid("OPN-03", now)
    k.bins("OPN-03b", [r["years"] for r in now], BANDS)
    k.groups("OPN-03c", now, "sex", SEX)
    k.groups("OPN-04", now, "eth", ETHNIC)
    k.groups("OPN-04b", now, "eth", ETHNIC_PUBLISHED)
    k.answer("OPN-05", now, "dis", unknown=True)
    k.answer("OPN-06", now, "uasc")
    k.behind("OPN-06n", "OPN-06")
    k.share("OPN-07", sum((r["uasc"] or "").lower() == "yes" for r in now), k.population)
    k.groups("OPN-08", now, "ls", LEGAL)
    k.coded("OPN-09", now, ("ls", LEGAL), lambda r: r["ls"] == "V2")
    k.coded("OPN-09b", now, ("ls", LEGAL), lambda r: r["ls"] == "V2" and r["ls_start"] is not None and r["ls_start"] < k.ago(6))
    interim = [r for r in now if r["ls"] == "C1"]
    k.part("OPN-10", [r for r in interim if r["ls_start"]], lambda r: days(r["ls_start"], k.at) > 182)
    k.without("OPN-10", sum(r["ls_start"] is None for r in interim), len(interim))
    planned = [label(r["plan"], PLAN) for r in now]
    known = [name for name in planned if name != "Not mapped"]
    for group in PLAN:
        k.share("OPN-11", known.count(group), len(known), group)
    k.share("OPN-11", known.count("Not recorded"), len(known), "None")
    k.share("OPN-11", len(planned) - len(known), len(planned), "Not mapped")
    k.part("OPN-12", [r for r in now if r["start"] <= k.ago(4)], lambda r: r["plan"] is None)
    k.bins("OPN-20", [days(r["start"], k.at) for r in now], LENGTH, below=True)
    for code, months in (("OPN-20b", 30), ("OPN-20c", 60), ("OPN-21", 12)):
        k.part(code, now, lambda r: r["start"] <= k.ago(months))
    k.behind("OPN-21n", "OPN-21")
    k.rate("OPN-21b", sum(r["start"] <= k.ago(12) for r in now))
    for code, months in (("OPN-22", 6), ("OPN-22b", 12)):
        born = [r for r in now if r["dob"]]
        k.part(code, born, lambda r: k.at < birthday(r["dob"], 18) <= add_months(k.at, months))
        k.without(code, len(now) - len(born), len(now))


def timely(k, now):
    k.bins("OPN-13", [days(r["review"], k.at) for r in now], REVIEW)
    k.part("OPN-14", now, lambda r: reviewed(k, r))
    k.part("OPN-15", [r for r in now if wd(r["start"], k.at) > 20], lambda r: r["review"] is None)
    k.bins("OPN-16", [days(r["visit"], k.at) for r in now], VISIT)
    k.part("OPN-17", [r for r in now if r["p_start"] and days(r["p_start"], k.at) >= 7], lambda r: visited(k, r))
    k.count("OPN-18", sum(r["visit"] is None for r in now))
    k.bins("OPN-19", [days(r["iro"], k.at) for r in now], REVIEW)


def reviewed(k, r):
    if r["review"] is None:
        return wd(r["start"], k.at) <= 20
    if r["start"] > k.ago(4):
        return k.ago(3) <= r["review"] <= k.at
    return 0 <= days(r["review"], k.at) <= 183


def visited(k, r):
    if r["visit"] is None or r["visit"] < r["p_start"]:
        return False
    limit = 42
    if r["type"] == "P1" and r["ls"] == "C1":
        limit = 28
    elif r["p_start"] <= k.ago(12) and (r["plan"] in ("Long-term residential placement", "Long-term fostering") or r["type"] in ("U1", "U4")):
        limit = 91
    return 0 <= days(r["visit"], k.at) <= limit


def placements(k, now):
    kind = ("type", PLACED)
    k.groups("PLA-01", now, *kind)
    k.groups("PLA-01b", now, "type", PLACED_IN)
    k.groups("PLA-01c", now, "type", PLACED_PUBLISHED)
    for group in (*PLACED_PUBLISHED, "Not recorded", "Not mapped"):
        k.count("PLA-01n", k.out["PLA-01c", group][0], group)
    of_type = lambda *codes: lambda r: r["type"] in codes
    foster = ("U1", "U2", "U3", "U4", "U5", "U6")
    for code, codes in (
        ("PLA-02", foster), ("PLA-04", ("K1", "K2")), ("PLA-05", ("P2", "H5", "K3")), ("PLA-06", ("R1", "R2", "R3", "R5", "S1", "P3")),
        ("PLA-07", ("Z1",)), ("PLA-08", ("P1",)), ("PLA-09", ("A3", "A4", "A5", "A6")),
    ):
        k.coded(code, now, kind, of_type(*codes))
    k.part("PLA-03", [r for r in now if r["type"] in foster], of_type("U1", "U2", "U3"))
    k.coded("PLA-05b", k.age_of(now, 0, 15), kind, of_type("P2", "H5", "K3"))
    k.count("PLA-10", sum(r["type"] in ("T0", "T1", "T2", "T3", "T4") for r in now))
    k.groups("PLA-11", now, "provider", PROVIDER)
    k.matrix("PLA-12", now, kind, ("provider", PROVIDER))
    k.coded("PLA-13", now, ("place", PLACE), lambda r: r["place"] == "Out")
    for name, n in Counter(r["la"] or "Not recorded" for r in now if r["place"] == "Out").items():
        k.count("PLA-14", n, name)
    numbered = [r["placements"] or None for r in now]
    k.bins("PLA-16", numbered, PLACEMENTS)
    known = [n for n in numbered if n]
    k.share("PLA-17", sum(n >= 3 for n in known), len(known))
    k.behind("PLA-17n", "PLA-17")
    k.without("PLA-17", len(numbered) - len(known), len(numbered))
    settled = [r for r in k.age_of(now, 0, 15) if r["start"] <= k.ago(30)]
    k.part("PLA-18", [r for r in settled if r["p_start"]], lambda r: r["p_start"] <= k.ago(24))
    k.behind("PLA-18n", "PLA-18")
    k.without("PLA-18", sum(r["p_start"] is None for r in settled), len(settled))
    k.bins("PLA-19", [days(r["p_start"], k.at) for r in now if r["start"] <= k.ago(30)], LENGTH, below=True)
    lengths = k.bins("PLA-20", [days(r["p_start"], k.at) for r in now], LENGTH, below=True)
    k.share("PLA-20b", sum(n < 7 for n in lengths), len(lengths))
    k.without("PLA-20b", sum(r["p_start"] is None for r in now), len(now))
    k.part("PLA-21", [r for r in now if r["type"] in (*foster, "K1", "K2", "K3", "H5", "R3", "S1")], lambda r: r["urn"] is None)


def healthy(k, r):
    """The last health assessment is young enough for the child's age."""
    if r["health"] is None or r["years"] is None:
        return False
    return r["health"] >= k.ago(6 if r["years"] < 5 else 12)


def health(k, now, begun):
    long_ = [r for r in now if r["start"] <= k.ago(12)]
    dental = lambda r: r["dental"] is not None and r["dental"] >= k.ago(12)
    k.part("HLT-01", long_, lambda r: healthy(k, r))
    k.part("HLT-02", [r for r in now if wd(r["start"], k.at) >= 20], lambda r: healthy(k, r))
    k.part("HLT-03", [r for r in begun if wd(r["start"], k.at) >= 20], lambda r: r["health"] is not None and r["health"] >= r["start"])
    k.bins("HLT-04", [days(r["health"], k.at) for r in now], CHECKED, counts=True)
    k.part("HLT-05", long_, dental)
    low = 0
    for group, high in BANDS:
        k.part("HLT-06", k.age_of(now, low, high), dental, group)
        low = high + 1
    k.part("HLT-07", now, lambda r: r["health"] is None)
    k.part("HLT-07b", now, lambda r: r["dental"] is None)


def missing(k, now):
    known = [r for r in now if r["missing"] is not None]
    gone = [r for r in known if r["missing"] >= 1]
    k.part("MIS-01", known, lambda r: r["missing"] >= 1)
    k.behind("MIS-01n", "MIS-01")
    k.count("MIS-02b", sum(r["missing"] >= 2 for r in gone))
    k.without("MIS-01", len(now) - len(known), len(now))
    k.bins("MIS-02", [r["missing"] for r in gone], MISSING)
    k.count("MIS-03", sum(r["missing"] for r in gone))
    k.share("MIS-03b", sum(r["missing"] for r in gone), len(gone), unit=1)
    k.answer("MIS-04", gone, "offered", unknown=True)
    k.part("MIS-05", [r for r in gone if r["offered"] == "Yes"], lambda r: r["accepted"] == "Yes")
    k.part("MIS-06", gone, lambda r: r["offered"] not in ("Yes", "No"))
    absent = [r for r in now if r["absent"] is not None]
    k.part("MIS-07", absent, lambda r: r["absent"] >= 1)
    k.without("MIS-07", len(now) - len(absent), len(now))
    for code, field, groups in (("MIS-08", "type", PLACED), ("MIS-08b", "place", PLACE)):
        for group in groups:
            k.part(code, [r for r in known if label(r[field], groups) == group], lambda r: r["missing"] >= 1, group)
        k.without(code, len(now) - len(known), len(now))
    low = 0
    for group, high in BANDS:
        k.part("MIS-08c", k.age_of(known, low, high), lambda r: r["missing"] >= 1, group)
        low = high + 1
    k.without("MIS-08c", len(now) - len(known), len(now))
