"""Care leavers: list 9. Who died or returned home is left out of every outcome."""
from book import children, days, label
from codes import ACTIVITY, EET, ELIGIBLE, ETHNIC, HOME, NEET, SUITABLE, TOUCH


def leavers(k):
    rows = k.lists[9]
    touch = lambda r: label(r["touch"], TOUCH)
    base = [r for r in rows if touch(r) not in ("Died", "Returned home")]
    in_touch = lambda r: touch(r) == "Yes"
    who(k, rows)
    k.groups("CL-11", base, "touch", TOUCH)
    for group in ("Yes", "Died", "Returned home"):
        del k.out["CL-11", group]
    k.groups("CL-12", rows, "touch", TOUCH)
    for group in ("Yes", "No", "Refuses contact", "No longer requires services"):
        del k.out["CL-12", group]
    k.coded("CL-12", rows, ("touch", TOUCH), lambda r: touch(r) in ("Died", "Returned home"))
    young, older = k.age_of(base, 17, 18), k.age_of(base, 19, 21)
    k.part("CL-08", young, in_touch)
    k.part("CL-09", older, in_touch)
    k.count("CL-01b", len(older))
    k.count("CL-01c", len(young))
    k.part("CL-09b", older, lambda r: touch(r) in ("No", "Not recorded"))
    gaps = [days(r["contact"], k.at) for r in base if r["contact"] is None or r["contact"] <= k.at]
    for group, low, high in (("8 weeks", 0, 56), ("8 weeks to 3 months", 57, 91), ("over 3 months", 92, 10**9)):
        k.share("CL-13", sum(g is not None and low <= g <= high for g in gaps), len(gaps), group)
    k.share("CL-13", gaps.count(None), len(gaps), "none")
    suitable = lambda r: r["suitable"] == "Suitable"
    known_place = lambda rows: [r for r in rows if r["home"] not in ("G", "H", "R")]
    k.part("CL-14", known_place(older), suitable)
    k.behind("CL-14n", "CL-14")
    k.part("CL-15", known_place(young), suitable)
    working = lambda r: r["activity"] in EET
    for years in range(17, 22):
        of_age = k.age_of(base, years, years)
        k.part("CL-10", of_age, in_touch, str(years))
        k.part("CL-16", known_place(of_age), suitable, str(years))
        k.part("CL-24", of_age, working, str(years))
    k.groups("CL-17", [r for r in young if in_touch(r)], "home", HOME)
    k.groups("CL-18", [r for r in older if in_touch(r)], "home", HOME)
    homes(k, base)
    k.part("CL-22", older, working)
    k.behind("CL-22n", "CL-22")
    k.part("CL-23", young, working)
    k.part("CL-25", older, lambda r: r["activity"] in ("F1", "P1"))
    k.behind("CL-25n", "CL-25")
    k.groups("CL-26", young, "activity", ACTIVITY)
    k.groups("CL-27", older, "activity", ACTIVITY)
    idle = [r for r in older if label(r["activity"], NEET) in NEET]
    k.share("CL-28", len(idle), len(older))
    k.groups("CL-29", idle, "activity", NEET)
    k.coded("CL-30", base, ("activity", ACTIVITY), lambda r: r["activity"] in ("F4", "P4"))
    owed = [r for r in base if r["el"] in ("Relevant child", "Former relevant child", "Eligible child")]
    k.part("CL-31", owed, lambda r: r["pathway"] is not None and 0 <= days(r["pathway"], k.at) <= 183)
    k.part("CL-32", base, lambda r: r["adviser"] is not None)
    k.part("CL-33", [r for r in k.age_of(base, 22, 25) if r["el"] == "Former relevant child"], in_touch)


def who(k, rows):
    k.count("CL-01", len(rows))
    k.rate("CL-02", len(rows))
    k.groups("CL-03", rows, "el", ELIGIBLE)
    k.pyramid("CL-04", rows, 16, 25)
    k.groups("CL-05", rows, "eth", ETHNIC)
    k.answer("CL-06", rows, "dis", unknown=True)
    k.answer("CL-07", rows, "uasc")
    in_care = children(r for r in k.lists[8] if k.open(r) and r["ls"] not in ("V1", "V3", "V4"))
    for group in ("Eligible child", "Relevant child"):
        k.count("CL-34", sum(r["el"] == group and r["id"] in in_care for r in rows), group)


def homes(k, base):
    k.coded("CL-19", k.age_of(base, 18, 20), ("home", HOME), lambda r: r["home"] == "Z")
    for code, low, high in (("CL-19b", 18, 18), ("CL-19c", 19, 20)):
        k.coded(code, k.age_of(base, low, high), ("home", HOME), lambda r: r["home"] == "Z")
    poor = {"No fixed abode or homeless": "S", "Bed and breakfast": "W", "Emergency accommodation": "V", "In custody": "X"}
    k.coded("CL-20", base, ("home", HOME), lambda r: r["home"] in poor.values())
    known = [r for r in base if label(r["home"], HOME) in HOME]
    for group, code in poor.items():
        k.part("CL-20", known, lambda r: r["home"] == code, group)
    k.matrix("CL-21", base, ("home", HOME), ("suitable", SUITABLE))
