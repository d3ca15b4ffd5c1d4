"""A second opinion: figures of an Annex A workbook, worked out from the rules alone.

Written from the catalogue and its rulings without looking at the program, so that a mistake would have to be made twice.
Run as `figures.py WORKBOOK AS-AT`; prints code, group, numerator, denominator and value.
"""
import datetime as dt
import statistics
import sys
from collections import Counter

from dates import add_months, age, working_days
from workbook import read

ETHNIC = {
    "White": "WBRI WIRI WIRT WOTH WROM", "Mixed": "MWBC MWBA MWAS MOTH", "Asian": "AIND APKN ABAN AOTH", "Black": "BCRB BAFR BOTH",
    "Chinese": "CHNE", "Other": "OOTH", "Refused": "REFU", "Unknown": "NOBT UNKNOWN",
}
SOURCE = {
    "Individual": "1A 1B 1C 1D", "Schools": "2A", "Education services": "2B", "Health services": "3A 3B 3C 3D 3E 3F", "Housing": "4",
    "LA services": "5A 5B 5C 5D", "Police": "6", "Other legal agency": "7", "Other": "8", "Anonymous": "9", "Unknown": "10",
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
PLACED = {
    "Foster": "U1 U2 U3 U4 U5 U6", "Placed for adoption": "A3 A4 A5 A6", "Placed with parents": "P1", "Independent living": "P2",
    "Residential employment": "P3", "Semi-independent": "H5", "Secure children's home": "K1", "Children's home": "K2",
    "Residential care home": "R1", "NHS": "R2", "Family centre/mother & baby": "R3", "YOI/STC": "R5", "Residential school": "S1",
    "Other": "Z1", "Supported accommodation": "K3", "Temporary": "T0 T1 T2 T3 T4",
}
PROVIDER = {"Own LA": "PR1", "Private": "PR4", "Other": "PR0 PR2 PR3 PR5"}
EET = set("F1 F2 F3 F4 F5 P1 P2 P3 P4 P5".split())
LENGTH = [("0-3 months", 91), ("3-6 months", 182), ("6-12 months", 365), ("1-2 years", 730), ("2 years+", 10**9)]
ASSESSMENT = [("same day", 0), ("1-10", 10), ("11-20", 20), ("21-30", 30), ("31-40", 40), ("41-45", 45), ("46-50", 50), ("51-60", 60), ("61+", 10**9)]
CONFERENCE = [("same day", 0), ("1-5", 5), ("6-10", 10), ("11-13", 13), ("14-15", 15), ("16-17", 17), ("18-20", 20), ("21+", 10**9)]
REVIEW = [("0-3 months", 91), ("3-6 months", 182), ("6-9 months", 273), ("9-12 months", 365), ("12 months+", 10**9)]
VISIT = [("0-6 weeks", 42), ("6-12 weeks", 84), ("12-18 weeks", 126), ("18 weeks+", 10**9)]


class Book:
    """Figures by code and group: (numerator, denominator, value), None where there is none."""

    def __init__(self, lists, at):
        self.at, self.out = at, {}
        self.lists = lists
        for rows in lists.values():
            for row in rows:
                row["years"] = self.years(row)

    def years(self, row):
        born, given = row.get("dob"), row.get("age")
        if born is None:
            return given if given is not None and given >= -1 else None
        return -1 if born > self.at else age(born, self.at)

    def window(self, day, months=6):
        return day is not None and add_months(self.at, -months) < day <= self.at

    def open(self, row, start="start", end="end"):
        return row[start] is not None and row[start] <= self.at and (row[end] is None or row[end] > self.at)

    # How figures are written (ruling 6).
    def count(self, code, n, group=""):
        self.out[code, group] = (n, None, n)

    def share(self, code, n, d, group=""):
        self.out[code, group] = (n, d, 100 * n / d) if d else (None, None, None)

    def mean(self, code, values):
        self.out[code, ""] = (sum(values), len(values), sum(values) / len(values)) if values else (None, None, None)

    def median(self, code, values, group=""):
        self.out[code, group] = (None, None, statistics.median(values) if values else None)
        if not group:
            self.count(code, len(values), "n")

    def answer(self, code, rows, field):
        said = Counter((r[field] or "").lower() for r in rows)
        self.share(code, said["yes"], said["yes"] + said["no"])
        self.share(code, said[""], len(rows), "Not recorded")

    def groups(self, code, rows, field, groups):
        place = {token: label for label, tokens in groups.items() for token in tokens.split()}
        seen = Counter(place.get(r[field]) for r in rows if r[field] is not None)
        known = sum(n for label, n in seen.items() if label)
        for label in groups:
            self.share(code, seen[label], known, label)
        self.share(code, sum(r[field] is None for r in rows), len(rows), "Not recorded")

    def bins(self, code, lengths, bins, below=False):
        lengths = [n for n in lengths if n is not None and n >= 0]
        left = Counter(next(label for label, edge in bins if (n < edge if below else n <= edge)) for n in lengths)
        for label, _ in bins:
            self.share(code, left[label], len(lengths), label)
        return lengths

    def ages(self, code, rows):
        for sex in ("Male", "Female"):
            known = [r["years"] for r in rows if r["sex"] == sex and r["years"] is not None and r["years"] >= 0]
            for years in range(18):
                self.share(code, known.count(years), len(known), f"{sex} {years}")

    def months(self, code, days):
        start, keys = add_months(self.at, -6) + dt.timedelta(days=1), []
        while (start.year, start.month) <= (self.at.year, self.at.month):
            keys.append(f"{start.year}-{start.month:02}")
            start = add_months(start.replace(day=1), 1)
        seen = Counter(f"{d.year}-{d.month:02}" for d in days)
        for key in keys:
            self.count(code, seen[key], key)


def children(rows):
    return {r["id"] for r in rows}


def days(a, b):
    return None if a is None or b is None else (b - a).days


def wd(a, b):
    if a is None or b is None:
        return None
    return working_days(a, b) if b >= a else -1


def front_door(k):
    contacts = [r for r in k.lists[1] if k.window(r["contact"])]
    k.count("CON-01", len(contacts))
    k.count("CON-02", len(children(contacts)))
    times = Counter(Counter(r["id"] for r in contacts).values())
    for n in (1, 2, 3, 4):
        k.share("CON-05", times[n], len(children(contacts)), str(n))
    k.share("CON-05", sum(v for n, v in times.items() if n >= 5), len(children(contacts)), "5+")
    k.groups("CON-06", contacts, "source", SOURCE)
    k.ages("CON-10", contacts)
    k.groups("CON-11", contacts, "eth", ETHNIC)
    referrals = [r for r in k.lists[3] if k.window(r["date"])]
    k.share("CON-08", len(children(contacts) & children(referrals)), len(children(contacts)))
    soon = {c["id"] for c in contacts for r in by_child(referrals).get(c["id"], ()) if r["date"] >= c["contact"] and wd(c["contact"], r["date"]) <= 5}
    k.share("CON-09", len(soon), len(children(contacts)))
    late = [c for c in contacts if c["contact"] > add_months(k.at, -6) + dt.timedelta(days=92)]
    everyone = by_child(k.lists[1])
    again = [c for c in late if any(1 <= (days(o["contact"], c["contact"]) or 0) <= 91 for o in everyone[c["id"]])]
    k.share("CON-13", len(again), len(late))

    help_ = [r for r in k.lists[2] if k.open(r) or k.window(r["end"])]
    k.count("EH-01", len(help_))
    k.count("EH-02", len(children(help_)))
    k.count("EH-04", sum(k.window(r["start"]) for r in k.lists[2]))
    k.count("EH-05", sum(k.window(r["end"]) for r in k.lists[2]))
    k.count("EH-06", sum(k.open(r) for r in k.lists[2]))
    k.share("EH-07", len(children(help_) & children(referrals)), len(children(help_)))
    lengths = k.bins("EH-10", [days(r["start"], r["end"]) for r in k.lists[2] if k.window(r["end"])], LENGTH, below=True)
    k.median("EH-10", lengths, "median")

    k.count("REF-01", len(referrals))
    k.count("REF-02", len(children(referrals)))
    k.answer("REF-04", referrals, "nfa")
    known = [r for r in referrals if r["previous"] is not None]
    k.share("REF-05", len({r["id"] for r in known if r["previous"] >= 1}), len(children(known)))
    largest = {}
    for r in known:
        largest[r["id"]] = max(largest.get(r["id"], 0), r["previous"])
    for n in range(4):
        k.share("REF-08", list(largest.values()).count(n), len(largest), str(n))
    k.share("REF-08", sum(v >= 4 for v in largest.values()), len(largest), "4+")
    every = by_child(k.lists[3])
    repeat = 0
    for r in referrals:
        before = any(add_months(r["date"], -12) <= o["date"] < r["date"] for o in every[r["id"]] if o["date"])
        last = max(o["date"] for o in every[r["id"]] if o["date"] and o["date"] <= k.at)
        repeat += before or (r["date"] == last and (r["previous"] or 0) >= 1)
    k.share("REF-06", repeat, len(referrals))
    k.groups("REF-07", referrals, "source", SOURCE)
    for group in SOURCE:
        a, b = k.out["CON-06", group][2], k.out["REF-07", group][2]
        k.out["CON-07", group] = (None, None, a - b if a is not None and b is not None else None)
    started = by_child(k.lists[4])

    def first(r):
        ok = [a["start"] for a in started.get(r["id"], ()) if a["start"] and a["start"] >= r["date"] and wd(r["date"], a["start"]) <= 45]
        return min(ok, default=None)

    judged = [r for r in referrals if (r["nfa"] or "").lower() == "no" and wd(r["date"], k.at) >= 45]
    k.share("REF-10", sum(first(r) is not None for r in judged), len(judged))
    k.median("REF-11", [days(r["date"], first(r)) for r in referrals if first(r)])
    early = by_child(k.lists[2])
    helped = {r["id"] for r in referrals for e in early.get(r["id"], ()) if e["start"] and e["start"] <= r["date"] and (e["end"] is None or e["end"] >= add_months(r["date"], -6))}
    k.share("REF-12", len(helped), len(children(referrals)))
    k.groups("REF-15", referrals, "eth", ETHNIC)
    k.months("REF-16", [r["date"] for r in referrals])


def by_child(rows):
    out = {}
    for r in rows:
        out.setdefault(r["id"], []).append(r)
    return out


def assessments(k):
    done = [r for r in k.lists[4] if k.window(r["auth"])]
    under = [r for r in k.lists[4] if k.open(r, end="auth")]
    k.count("ASM-01", len([r for r in k.lists[4] if k.window(r["auth"]) or k.open(r, end="auth")]))
    k.count("ASM-03", len(under))
    k.count("ASM-04", len(done))
    took = k.bins("ASM-07", [wd(r["start"], r["auth"]) for r in done], ASSESSMENT)
    k.share("ASM-05", sum(n <= 45 for n in took), len(took))
    k.bins("ASM-08", [wd(r["start"], k.at) for r in under], ASSESSMENT)
    k.share("ASM-09", sum(wd(r["start"], k.at) > 45 for r in under), len(under))
    k.share("ASM-10", sum(36 <= wd(r["start"], k.at) <= 45 for r in under), len(under))
    k.median("ASM-11", took)
    k.answer("ASM-12", done, "seen")
    k.answer("ASM-13", done, "need")
    k.answer("ASM-14", [r for r in k.lists[4] if k.window(r["auth"]) or k.open(r, end="auth")], "dis")
    k.months("ASM-04m", [r["auth"] for r in done])
    referred, timely = by_child(k.lists[3]), []
    for r in done:
        clock = [o["date"] for o in referred.get(r["id"], ()) if o["date"] and r["start"] and 0 <= days(o["date"], r["start"]) <= 30]
        if clock:
            timely.append(wd(max(clock), r["auth"]))
    timely = [n for n in timely if n >= 0]
    k.share("ASM-06", sum(n <= 45 for n in timely), len(timely))


def enquiries(k):
    rows = [r for r in k.lists[5] if k.window(r["strategy"])]
    k.count("S47-01", len(rows))
    k.count("S47-03", len(children(rows)))
    k.answer("S47-04", rows, "unnecessary")
    decided = [r for r in rows if r["unnecessary"] or (r["conf"] and r["conf"] <= k.at)]
    k.share("S47-05", sum(bool(r["conf"] and r["conf"] <= k.at) for r in decided), len(decided))
    waiting = [r for r in rows if not r["unnecessary"] and not r["conf"]]
    k.share("S47-06", len(waiting), len(rows))
    k.share("S47-07", sum(wd(r["strategy"], k.at) > 15 for r in waiting), len(waiting))
    plans = by_child(k.lists[7])
    on_plan = [r for r in rows if any(p["start"] and p["start"] <= r["strategy"] and (p["end"] is None or p["end"] >= r["strategy"]) for p in plans.get(r["id"], ()))]
    k.share("S47-12", len(on_plan), len(rows))
    held = [r for r in k.lists[5] if k.window(r["conf"])]
    k.count("ICPC-01", len(held))
    took = k.bins("ICPC-04", [wd(r["strategy"], r["conf"]) for r in held], CONFERENCE)
    k.share("ICPC-03", sum(n <= 15 for n in took), len(took))
    k.median("ICPC-05", took)
    k.answer("ICPC-06", held, "plan")
    yes = [r for r in held if (r["plan"] or "").lower() == "yes"]
    k.share("ICPC-09", sum(r["id"] not in plans for r in yes), len(yes))


def plans(k):
    need, protect = k.lists[6], k.lists[7]
    now = [r for r in need if k.open(r)]
    k.count("CIN-02", len(now))
    k.count("CIN-06", sum(k.window(r["start"]) for r in need))
    k.count("CIN-07", sum(k.window(r["end"]) for r in need))
    k.out["CIN-08", ""] = (None, None, k.out["CIN-06", ""][2] - k.out["CIN-07", ""][2])
    status = {"Looked after child": "a", "Child protection plan": "b", "Child in need plan": "c", "Open assessment": "d"}
    for label in status:
        held = [r for r in now if r["status"] and r["status"].lower() == label.lower()]
        k.share("CIN-04", len(held), sum(r["status"] is not None for r in now), label)
    on_plan = [r for r in now if r["status"] and r["status"].lower() == "child in need plan"]
    k.count("CIN-05", len(on_plan))
    k.share("CIN-16", sum(r["seen"] is not None and 0 <= wd(r["seen"], k.at) <= 20 for r in on_plan), len(on_plan), "20 working days")
    k.share("CIN-16", sum(r["seen"] is not None and 0 <= days(r["seen"], k.at) <= 30 for r in on_plan), len(on_plan), "30 days")
    k.bins("CIN-09", [days(r["start"], k.at) for r in now], LENGTH, below=True)
    k.bins("CIN-10", [days(r["start"], r["end"]) for r in need if k.window(r["end"])], LENGTH, below=True)
    k.share("CIN-15", sum(r["seen"] is None for r in now), len(now))
    k.bins("CIN-14", [days(r["seen"], k.at) for r in now], VISIT)
    k.answer("CIN-17", now, "dis")
    k.ages("CIN-18", now)

    begun, ended, live = [r for r in protect if k.window(r["start"])], [r for r in protect if k.window(r["end"])], [r for r in protect if k.open(r)]
    k.count("CP-01", len(begun))
    k.count("CP-03", len(ended))
    k.count("CP-05", len(live))
    known = [r for r in begun if r["previous"] is not None]
    k.share("CP-08", sum(r["previous"] >= 1 for r in known), len(known))
    lengths = k.bins("CP-14", [days(r["start"], r["end"]) for r in ended], LENGTH, below=True)
    k.share("CP-15", sum(n >= 730 for n in lengths), len(lengths))
    k.share("CP-19", sum(n < 91 for n in lengths), len(lengths))
    k.bins("CP-16", [days(r["start"], k.at) for r in live], LENGTH, below=True)
    k.share("CP-17", sum(days(r["start"], k.at) >= 730 for r in live), len(live))
    k.share("CP-18", sum(r["start"] <= add_months(k.at, -18) and days(r["start"], k.at) < 730 for r in live), len(live))
    k.bins("CP-20", [days(r["visit"], k.at) for r in live], VISIT)
    for label, of, limit in (("10 working days", wd, 10), ("20 working days", wd, 20), ("28 days", days, 28)):
        old = [r for r in live if of(r["start"], k.at) >= limit]
        k.share("CP-21", sum(r["visit"] is not None and 0 <= of(r["visit"], k.at) <= limit for r in old), len(old), label)
    k.answer("CP-23", [r for r in live if r["years"] != -1], "alone")
    k.bins("CP-24", [days(r["review"], k.at) for r in live], REVIEW)
    due = [r for r in live if days(r["start"], k.at) > 91]
    k.share("CP-25", sum(r["review"] is not None and 0 <= days(r["review"], k.at) <= 183 for r in due), len(due))
    k.share("CP-26", sum(r["review"] is None for r in due), len(live))
    k.share("CP-31", sum(r["years"] == -1 for r in live), len(live))
    k.groups("CP-30", live, "eth", ETHNIC)


def care(k):
    rows = [r for r in k.lists[8] if r["ls"] not in ("V1", "V3", "V4")]
    now = [r for r in rows if k.open(r)]
    begun = [r for r in rows if k.window(r["start"])]
    left = [r for r in rows if k.window(r["end"]) and r["reason"] != "X1"]
    k.count("CLA-01", len(begun))
    k.count("CLA-03", len(left))
    k.months("CLA-01m", [r["start"] for r in begun])
    k.months("CLA-03m", [r["end"] for r in left])
    k.answer("CLA-08", begun, "uasc")
    k.groups("CLA-12", left, "reason", CEASED)
    k.median("CLA-19", k.bins("CLA-19", [days(r["start"], r["end"]) for r in left], LENGTH, below=True), "median")
    k.count("OPN-01", len(now))
    k.ages("OPN-03", now)
    k.groups("OPN-04", now, "eth", ETHNIC)
    k.answer("OPN-06", now, "uasc")
    k.groups("OPN-08", now, "ls", LEGAL)
    k.share("OPN-12", *part([r for r in now if r["start"] <= add_months(k.at, -4)], lambda r: r["plan"] is None))
    k.share("OPN-14", *part(now, lambda r: reviewed(k, r)))
    k.share("OPN-15", *part([r for r in now if wd(r["start"], k.at) > 20], lambda r: r["review"] is None))
    k.share("OPN-17", *part([r for r in now if r["p_start"] and days(r["p_start"], k.at) >= 7], lambda r: visited(k, r)))
    k.share("OPN-21", *part(now, lambda r: r["start"] <= add_months(k.at, -12)))
    k.groups("PLA-01", now, "type", PLACED)
    k.groups("PLA-11", now, "provider", PROVIDER)
    k.share("PLA-13", sum(r["place"] == "Out" for r in now), sum(r["place"] in ("In", "Out") for r in now))
    numbered = [r for r in now if r["placements"]]
    k.share("PLA-17", *part(numbered, lambda r: r["placements"] >= 3))
    settled = [r for r in now if r["years"] is not None and 0 <= r["years"] < 16 and r["start"] <= add_months(k.at, -30) and r["p_start"]]
    k.share("PLA-18", *part(settled, lambda r: r["p_start"] <= add_months(k.at, -24)))
    long_ = [r for r in now if r["start"] <= add_months(k.at, -12)]
    k.share("HLT-01", *part(long_, lambda r: healthy(k, r)))
    k.share("HLT-02", *part([r for r in now if wd(r["start"], k.at) >= 20], lambda r: healthy(k, r)))
    k.share("HLT-05", *part(long_, lambda r: r["dental"] is not None and r["dental"] >= add_months(k.at, -12)))
    k.share("MIS-01", *part([r for r in now if r["missing"] is not None], lambda r: r["missing"] >= 1))
    gone = [r for r in now if (r["missing"] or 0) >= 1]
    k.count("MIS-03", sum(r["missing"] for r in gone))
    k.answer("MIS-04", gone, "offered")
    k.share("MIS-05", *part([r for r in gone if r["offered"] == "Yes"], lambda r: r["accepted"] == "Yes"))


def part(rows, test):
    return sum(1 for r in rows if test(r)), len(rows)


def reviewed(k, r):
    if r["review"] is None:
        return wd(r["start"], k.at) <= 20
    if r["start"] > add_months(k.at, -4):
        return add_months(k.at, -3) <= r["review"] <= k.at
    return 0 <= days(r["review"], k.at) <= 183


def visited(k, r):
    if r["visit"] is None or r["visit"] < r["p_start"]:
        return False
    limit = 42
    if r["type"] == "P1" and r["ls"] == "C1":
        limit = 28
    elif r["p_start"] <= add_months(k.at, -12) and (r["plan"] in ("Long-term residential placement", "Long-term fostering") or r["type"] in ("U1", "U4")):
        limit = 91
    return 0 <= days(r["visit"], k.at) <= limit


def healthy(k, r):
    if r["health"] is None or r["years"] is None:
        return False
    return r["health"] >= add_months(k.at, -6 if r["years"] < 5 else -12)


def leavers(k):
    rows = k.lists[9]
    k.count("CL-01", len(rows))

    def kind(r):
        text = (r["touch"] or "").lower()
        return "died" if text.startswith("died") else "home" if text.startswith("rhom") or "returned home" in text else "yes" if text == "yes" else "no" if text else None

    base = [r for r in rows if kind(r) not in ("died", "home")]
    k.share("CL-12", len(rows) - len(base), len(rows))
    for code, low, high in (("CL-08", 17, 18), ("CL-09", 19, 21)):
        k.share(code, *part([r for r in base if r["years"] is not None and low <= r["years"] <= high], lambda r: kind(r) == "yes"))
    for years in range(17, 22):
        of_age = [r for r in base if r["years"] == years]
        k.share("CL-10", *part(of_age, lambda r: kind(r) == "yes"), str(years))
        k.share("CL-24", *part(of_age, lambda r: r["activity"] in EET), str(years))
    for code, low, high in (("CL-15", 17, 18), ("CL-14", 19, 21)):
        at_home = [r for r in base if r["years"] is not None and low <= r["years"] <= high and r["home"] not in ("G", "H", "R")]
        k.share(code, *part(at_home, lambda r: r["suitable"] == "Suitable"))
    nineteen = [r for r in base if r["years"] is not None and 19 <= r["years"] <= 21]
    k.share("CL-22", *part(nineteen, lambda r: r["activity"] in EET))
    k.share("CL-25", *part(nineteen, lambda r: r["activity"] in ("F1", "P1")))
    k.share("CL-28", *part(nineteen, lambda r: r["activity"] in ("G4", "G5", "G6")))
    gap = [days(r["contact"], k.at) for r in base]
    k.share("CL-13", sum(g is not None and 0 <= g <= 56 for g in gap), sum(g is None or g >= 0 for g in gap), "8 weeks")
    k.share("CL-32", *part(base, lambda r: r["adviser"] is not None))


def adoption(k):
    rows = k.lists[10]
    year = lambda day: k.window(day, 12)
    for code, field in (("ADO-02", "decision"), ("ADO-03", "order"), ("ADO-04", "match"), ("ADO-05", "placed"), ("ADO-06", "adopted"), ("ADO-08", "reversed")):
        k.count(code, sum(year(r[field]) for r in rows))
    steps = [("Reversed", "reversed"), ("Adopted", "adopted"), ("Placed", "placed"), ("Matched", "match"), ("Placement order", "order"), ("Decision only", "decision")]
    stage = Counter(next((label for label, f in steps if r[f] and r[f] <= k.at), None) for r in rows)
    for label, _ in steps:
        k.share("ADO-01", stage[label], len(rows), label)
    done = [r for r in rows if year(r["adopted"])]
    k.mean("ADO-10", [n for n in (days(r["care"], r["placed"]) for r in done) if n is not None and n >= 0])
    k.mean("ADO-11", [n for n in (days(r["care"], r["ffa"] or r["placed"]) for r in done) if n is not None and n >= 0])
    k.mean("ADO-12", [max(n, 0) for n in (days(r["order"], r["match"]) for r in done) if n is not None])
    hoping = [r for r in rows if r["decision"] and r["decision"] <= k.at and not (r["reversed"] and r["reversed"] <= k.at) and not (r["adopted"] and r["adopted"] <= k.at)]
    waits = [days(r["care"], r["placed"] or k.at) for r in done + hoping if r["care"]]
    k.share("ADO-13", sum(n <= 426 for n in waits if n >= 0), sum(n >= 0 for n in waits))
    k.share("ADO-21", *part(rows, lambda r: r["ffa"] is not None))
    families = k.lists[11]
    of = lambda rows: len({r["family"] or ("alone", r["id"]) for r in rows})
    past = lambda day: day is not None and day <= k.at
    k.count("APT-01", of(families))
    approved = [r for r in families if past(r["e2"]) or past(r["approved"])]
    for label, test in (("Enquiry", "enquiry"), ("Stage 1", "s1"), ("Stage 2", "s2"), ("Matched", "match"), ("Placed", "placed"), ("Adopted", "adopted")):
        k.count("APT-02", of([r for r in families if past(r[test])]), label)
    k.count("APT-02", of(approved), "Approved")
    k.share("APT-07", of([r for r in approved if not past(r["match"])]), of(approved))
    largest = {}
    for r in families:
        if r["children"] is not None:
            who = r["family"] or ("alone", r["id"])
            largest[who] = max(largest.get(who, 0), r["children"])
    k.count("APT-11", sum(largest.values()))


def figures(path, at):
    """Every figure as (code, group) -> (numerator, denominator, value)."""
    book = Book(read(path), at)
    for work in (front_door, assessments, enquiries, plans, care, leavers, adoption):
        work(book)
    return book.out


# Rates: code, the count it rests on, and whether it is made yearly. The population comes with the figures that are compared.
RATES = [
    ("CON-03", "CON-01", True), ("EH-03", "EH-01", False), ("REF-03", "REF-01", True), ("ASM-02", "ASM-04", True), ("S47-02", "S47-01", True),
    ("ICPC-02", "ICPC-01", True), ("CIN-03", "CIN-02", False), ("CP-02", "CP-01", True), ("CP-04", "CP-03", True), ("CP-06", "CP-05", False),
    ("CLA-02", "CLA-01", True), ("CLA-04", "CLA-03", True), ("OPN-02", "OPN-01", False),
]


def main():
    path, at = sys.argv[1], dt.date.fromisoformat(sys.argv[2])
    for (code, group), numbers in sorted(figures(path, at).items()):
        print(code, group, *("" if n is None else n for n in numbers), sep=",")


if __name__ == "__main__":
    main()
