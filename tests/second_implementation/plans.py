"""Children in need and child protection plans: lists 6 and 7."""
from book import children, days, wd
from codes import ABUSE, CLOSED, ETHNIC, LENGTH, NEED, PUBLISHED, REVIEW, STATUS, VISIT, upto


def in_need(k):
    rows = k.lists[6]
    now, begun, ended = [r for r in rows if k.open(r)], [r for r in rows if k.within(6, r["start"])], [r for r in rows if k.within(6, r["end"])]
    k.count("CIN-01", sum(k.open(r) or k.within(6, r["end"]) for r in rows))
    k.rate("CIN-01b", k.out["CIN-01", ""][0])
    k.count("CIN-02", len(now))
    k.rate("CIN-03", len(now))
    k.groups("CIN-04", now, "status", STATUS)
    k.groups("HD-03", now, "status", STATUS)
    on_plan = [r for r in now if (r["status"] or "").lower() == "child in need plan"]
    k.count("CIN-05", len(on_plan))
    k.rate("CIN-05b", len(on_plan))
    k.count("CIN-06", len(begun))
    k.rate("CIN-06b", len(begun), 6)
    k.months("CIN-06m", 6, [r["start"] for r in begun])
    k.count("CIN-07", len(ended))
    k.rate("CIN-07b", len(ended), 6)
    k.months("CIN-07m", 6, [r["end"] for r in ended])
    k.difference("CIN-08", len(begun) - len(ended))
    k.bins("CIN-09", [days(r["start"], k.at) for r in now], LENGTH, below=True)
    k.bins("CIN-10", [days(r["start"], r["end"]) for r in ended], LENGTH, below=True)
    k.groups("CIN-11", ended, "reason", CLOSED)
    k.groups("CIN-12", now, "need", NEED)
    k.part("CIN-13", now, lambda r: r["need"] in ("N0", "N9", None))
    k.bins("CIN-14", [days(r["seen"], k.at) for r in now], VISIT)
    k.part("CIN-15", now, lambda r: r["seen"] is None)
    for group, of, limit in (("20 working days", wd, 20), ("30 days", days, 30)):
        k.part("CIN-16", on_plan, lambda r: r["seen"] is not None and 0 <= of(r["seen"], k.at) <= limit, group)
    k.answer("CIN-17", now, "dis", unknown=True)
    k.pyramid("CIN-18", now)
    k.part("CIN-18b", now, lambda r: r["years"] == -1)
    k.groups("CIN-19", now, "eth", ETHNIC)
    k.top("CIN-20", [r["team"] for r in now], counts=True)
    allocated = [r["worker"] for r in now if r["worker"]]
    k.share("CIN-20b", len(allocated), len(set(allocated)), unit=1)


def protection(k):
    rows = k.lists[7]
    begun, ended = [r for r in rows if k.within(7, r["start"])], [r for r in rows if k.within(7, r["end"])]
    live = [r for r in rows if k.open(r)]
    k.count("CP-01", len(begun))
    k.months("CP-01m", 7, [r["start"] for r in begun])
    k.rate("CP-02", len(begun), 7)
    k.count("CP-03", len(ended))
    k.months("CP-03m", 7, [r["end"] for r in ended])
    k.rate("CP-04", len(ended), 7)
    k.count("CP-05", len(live))
    k.rate("CP-06", len(live))
    k.difference("CP-07", len(begun) - len(ended))
    k.bins("CP-09", [r["previous"] for r in begun], upto(4))
    k.bins("CP-10", [r["previous"] for r in live], upto(4))
    known = [r for r in begun if r["previous"] is not None]
    k.part("CP-08", known, lambda r: r["previous"] >= 1)
    k.behind("CP-08n", "CP-08")
    k.without("CP-08", len(begun) - len(known), len(begun))
    k.groups("CP-11", begun, "initial", ABUSE)
    k.groups("CP-12", live, "latest", ABUSE)
    k.coded("CP-13", [r for r in live if r["initial"]], ("latest", ABUSE), lambda r: r["latest"] and r["initial"] != r["latest"])
    k.without("CP-13", sum(not (r["initial"] and r["latest"]) for r in live), len(live))
    k.without("CP-13", 0, len(live), "Not mapped")
    k.matrix("CP-13b", live, ("initial", ABUSE), ("latest", ABUSE))
    lasted(k, ended, live)
    seen(k, live)
    k.answer("CP-27", live, "epo")
    k.answer("CP-27b", [r for r in rows if k.open(r) or k.within(7, r["end"])], "epo")
    k.answer("CP-28", live, "dis", unknown=True)
    k.pyramid("CP-29", live)
    k.groups("CP-30", live, "eth", ETHNIC)
    k.part("CP-31", live, lambda r: r["years"] == -1)
    in_care = children(r for r in k.lists[8] if k.open(r) and r["ls"] not in ("V1", "V3", "V4"))
    k.part("CP-32", live, lambda r: r["id"] in in_care)


def lasted(k, ended, live):
    lengths = k.bins("CP-14", [days(r["start"], r["end"]) for r in ended], LENGTH, below=True)
    k.share("CP-15", sum(n >= 730 for n in lengths), len(lengths))
    k.share("CP-19", sum(n < 91 for n in lengths), len(lengths))
    k.behind("CP-15n", "CP-15")
    for code in ("CP-15", "CP-19"):
        k.without(code, sum(r["start"] is None for r in ended), len(ended))
    k.bins("CP-16", [days(r["start"], k.at) for r in live], LENGTH, below=True)
    k.part("CP-17", live, lambda r: days(r["start"], k.at) >= 730)
    k.behind("CP-17n", "CP-17")
    k.part("CP-18", live, lambda r: r["start"] <= k.ago(18) and days(r["start"], k.at) < 730)


def seen(k, live):
    k.bins("CP-20", [days(r["visit"], k.at) for r in live], VISIT)
    k.bins("CP-20b", [wd(r["visit"], k.at) for r in live], PUBLISHED)
    for group, of, limit in (("10 working days", wd, 10), ("20 working days", wd, 20), ("28 days", days, 28)):
        old = [r for r in live if of(r["start"], k.at) >= limit]
        k.part("CP-21", old, lambda r: r["visit"] is not None and 0 <= of(r["visit"], k.at) <= limit, group)
    k.part("CP-22", [r for r in live if wd(r["start"], k.at) > 10], lambda r: r["visit"] is None)
    born = [r for r in live if r["years"] != -1]
    k.answer("CP-23", born, "alone", unknown=True)
    for group, low, high in (("0-3", 0, 3), ("4+", 4, 200)):
        of_age = [r for r in k.age_of(live, low, high) if (r["alone"] or "").lower() in ("yes", "no")]
        k.part("CP-23", of_age, lambda r: r["alone"].lower() == "yes", group)
    k.bins("CP-24", [days(r["review"], k.at) for r in live], REVIEW)
    due = [r for r in live if days(r["start"], k.at) > 91]
    k.part("CP-25", due, lambda r: r["review"] is not None and 0 <= days(r["review"], k.at) <= 183)
    k.count("CP-25b", len(due))
    k.behind("CP-25n", "CP-25")
    k.share("CP-26", sum(r["review"] is None for r in due), len(live))
