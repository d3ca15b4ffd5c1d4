"""Assessments, section 47 enquiries and initial conferences: lists 4 and 5."""
from collections import Counter

from book import by_child, children, days, wd
from codes import ASSESSED, ASSESSMENT, CONFERENCE, ETHNIC, PUBLISHED, upto


def assessments(k):
    done = [r for r in k.lists[4] if k.within(4, r["auth"])]
    under = [r for r in k.lists[4] if k.open(r, end="auth")]
    base = [r for r in k.lists[4] if k.within(4, r["auth"]) or k.open(r, end="auth")]
    k.count("ASM-01", len(base))
    k.count("ASM-01b", len(children(base)))
    k.rate("ASM-02", len(done), 4)
    k.count("ASM-03", len(under))
    k.rate("ASM-03b", len(under))
    k.count("ASM-04", len(done))
    k.count("ASM-04b", len(children(done)))
    k.months("ASM-04m", 4, [r["auth"] for r in done])
    took = k.bins("ASM-07", [wd(r["start"], r["auth"]) for r in done], ASSESSMENT)
    k.bins("ASM-07b", [wd(r["start"], r["auth"]) for r in done], ASSESSED)
    k.share("ASM-05", sum(n <= 45 for n in took), len(took))
    k.without("ASM-05", sum(r["start"] is None for r in done), len(done))
    k.bins("ASM-08", [wd(r["start"], k.at) for r in under], ASSESSMENT)
    k.part("ASM-09", under, lambda r: wd(r["start"], k.at) > 45)
    k.part("ASM-10", under, lambda r: 36 <= wd(r["start"], k.at) <= 45)
    k.quantile("ASM-11", took, 0.5)
    k.quantile("ASM-11b", took, 0.9)
    k.answer("ASM-12", done, "seen", unknown=True)
    k.answer("ASM-13", done, "need")
    k.answer("ASM-13b", done, "need", yes="no", no="yes")
    k.behind("ASM-13c", "ASM-13b")
    k.answer("ASM-14", base, "dis", unknown=True)
    times = Counter(r["id"] for r in base)
    k.share("ASM-15", sum(n >= 2 for n in times.values()), len(times))
    k.pyramid("ASM-17", base)
    k.groups("ASM-18", base, "eth", ETHNIC)
    from_referral(k, done)
    for team in {r["team"] for r in done if r["team"]}:
        took = [wd(r["start"], r["auth"]) for r in done if r["team"] == team and r["start"]]
        k.share("ASM-16", sum(0 <= n <= 45 for n in took), sum(n >= 0 for n in took), team)


def from_referral(k, done):
    """ASM-06: the clock starts with the latest referral of the thirty days before the assessment."""
    referred, timely = by_child(k.lists[3]), []
    for r in done:
        clock = [o["date"] for o in referred.get(r["id"], ()) if o["date"] and r["start"] and 0 <= days(o["date"], r["start"]) <= 30]
        if clock:
            timely.append(wd(max(clock), r["auth"]))
    within = [n for n in timely if n >= 0]
    k.share("ASM-06", sum(n <= 45 for n in within), len(within))
    k.without("ASM-06", 0, len(timely))


def enquiries(k):
    rows = [r for r in k.lists[5] if k.within(5, r["strategy"])]
    met = lambda r: r["conf"] is not None and r["conf"] <= k.at
    k.count("S47-01", len(rows))
    k.months("S47-01m", 5, [r["strategy"] for r in rows])
    k.rate("S47-02", len(rows), 5)
    k.count("S47-03", len(children(rows)))
    k.answer("S47-04", rows, "unnecessary")
    k.part("S47-05", [r for r in rows if r["unnecessary"] or met(r)], met)
    waiting = [r for r in rows if not r["unnecessary"] and not r["conf"]]
    k.share("S47-06", len(waiting), len(rows))
    k.part("S47-07", waiting, lambda r: wd(r["strategy"], k.at) > 15)
    k.bins("S47-08", largest(rows, "s47s"), upto(3))
    k.answer("S47-09", rows, "dis", unknown=True)
    k.pyramid("S47-10", rows)
    k.groups("S47-11", rows, "eth", ETHNIC)
    plans = by_child(k.lists[7])

    def on_plan(r):
        return any(p["start"] and p["start"] <= r["strategy"] and (p["end"] is None or p["end"] >= r["strategy"]) for p in plans.get(r["id"], ()))

    k.part("S47-12", rows, on_plan)
    conferences(k, [r for r in k.lists[5] if k.within(5, r["conf"])], plans)


def largest(rows, field):
    """A number that is the same on every row of a child, once for each child."""
    most = {}
    for r in rows:
        known = [n for n in (most.get(r["id"]), r[field]) if n is not None]
        most[r["id"]] = max(known, default=None)
    return list(most.values())


def conferences(k, held, plans):
    k.count("ICPC-01", len(held))
    k.count("ICPC-01b", len(children(held)))
    k.months("ICPC-01m", 5, [r["conf"] for r in held])
    k.rate("ICPC-02", len(held), 5)
    took = k.bins("ICPC-04", [wd(r["strategy"], r["conf"]) for r in held], CONFERENCE)
    k.bins("ICPC-04b", [wd(r["strategy"], r["conf"]) for r in held], PUBLISHED)
    k.bins("ICPC-04c", took, PUBLISHED, blank=False, counts=True)
    k.share("ICPC-03", sum(n <= 15 for n in took), len(took))
    k.without("ICPC-03", sum(r["strategy"] is None for r in held), len(held))
    for code, part in (("ICPC-05", 0.5), ("ICPC-05b", 0.25), ("ICPC-05c", 0.75)):
        k.quantile(code, took, part)
    k.answer("ICPC-06", held, "plan", unknown=True)
    k.bins("ICPC-07", largest(held, "icpcs"), upto(3))
    gaps = []
    for r in held:
        near = [days(r["conf"], p["start"]) for p in plans.get(r["id"], ()) if p["start"] and abs(days(r["conf"], p["start"])) <= 30]
        if near:
            gaps.append(min(near, key=abs))
    k.median("ICPC-08", [n for n in gaps if n >= 0])
    k.part("ICPC-09", [r for r in held if (r["plan"] or "").lower() == "yes"], lambda r: r["id"] not in plans)
