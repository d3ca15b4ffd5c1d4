"""Children on the way to adoption and the families who adopt: lists 10 and 11."""
from collections import Counter

from book import BLANK, UNMAPPED, days
from codes import ANSWERS, ETHNIC, LEFT, REVERSED, SEX, WAIT
from dates import add_months, age


def adoption(k):
    rows = k.lists[10]
    past = lambda day: day is not None and day <= k.at
    for code, field in (
        ("ADO-02", "decision"), ("ADO-03", "order"), ("ADO-04", "match"), ("ADO-05", "placed"), ("ADO-06", "adopted"), ("ADO-08", "reversed"),
    ):
        k.count(code, sum(k.within(10, r[field]) for r in rows))
    steps = [
        ("Reversed", "reversed"), ("Adopted", "adopted"), ("Placed", "placed"), ("Matched", "match"), ("Placement order", "order"),
        ("Decision only", "decision"),
    ]
    stage = Counter(next((name for name, field in steps if past(r[field])), None) for r in rows)
    for name, _ in steps:
        k.share("ADO-01", stage[name], len(rows), name)
    ceased = [r for r in k.lists[8] if r["ls"] not in ("V1", "V3", "V4") and k.within(8, r["end"]) and r["reason"] != "X1"]
    k.share("ADO-07", sum(k.within(8, r["adopted"]) for r in rows), len(ceased))
    k.groups("ADO-09", [r for r in rows if k.within(10, r["reversed"])], "reason", REVERSED)
    done = [r for r in rows if k.within(10, r["adopted"])]
    hoping = [r for r in rows if past(r["decision"]) and not past(r["reversed"]) and not past(r["adopted"])]
    journeys(k, rows, done, hoping)
    waiting = [r for r in rows if past(r["order"]) and not past(r["placed"]) and not past(r["reversed"])]
    k.bins("ADO-20", [days(r["order"], k.at) for r in waiting], WAIT, below=True, blank=False, counts=True)
    k.part("ADO-21", rows, lambda r: r["ffa"] is not None)
    k.pyramid("ADO-22", rows)
    known = [r for r in rows if r["years"] is not None]
    for group, low, high in (("<5", 0, 4), ("5+", 5, 200)):
        k.share("ADO-22b", len(k.age_of(rows, low, high)), len(k.age_of(rows, 0, 200)), group)
    k.without("ADO-22b", len(rows) - len(known), len(rows))
    decided = [r for r in rows if past(r["decision"])]
    born = [r for r in decided if r["dob"]]
    k.part("ADO-22c", born, lambda r: age(r["dob"], r["decision"]) >= 5)
    k.without("ADO-22c", len(decided) - len(born), len(decided))
    k.groups("ADO-23", rows, "eth", ETHNIC)
    k.answer("ADO-24", rows, "dis", unknown=True)
    siblings = Counter(r["family"] for r in rows if r["family"])
    k.count("ADO-25", sum(n >= 2 for n in siblings.values()))


def some(values):
    return [n for n in values if n is not None and n >= 0]


def journeys(k, rows, done, hoping):
    """Days from step to step, of children adopted and of those on the way."""
    k.mean("ADO-10", some(days(r["care"], r["placed"]) for r in done))
    k.mean("ADO-11", some(days(r["care"], r["ffa"] or r["placed"]) for r in done))
    k.mean("ADO-12", [max(n, 0) for n in (days(r["order"], r["match"]) for r in done) if n is not None])
    soon = [r for r in done if r["decision"] and r["placed"] and r["placed"] <= add_months(r["decision"], 12)]
    k.count("ADO-05b", len(soon))
    for group, first, second in (
        ("Decision to match", "decision", "match"), ("Entering care to adopted", "care", "adopted"), ("Entering care to decision", "care", "decision"),
        ("Entering care to placed", "care", "placed"), ("Match to placed", "match", "placed"), ("Placed to adopted", "placed", "adopted"),
    ):
        # Of days, in months of a twelfth of a year.
        lengths = some(days(r[first], r[second]) for r in done)
        k.share("ADO-12b", sum(lengths), len(lengths), group, unit=12 / 365.25)
    waits = some(days(r["care"], r["placed"] or k.at) for r in done + hoping)
    k.share("ADO-13", sum(n <= 426 for n in waits), len(waits))
    for code, of in (("ADO-13", done + hoping), ("ADO-14d", hoping)):
        k.without(code, sum(r["care"] is None for r in of), len(of))
    so_far = some(days(r["care"], r["placed"] or k.at) for r in hoping)
    k.mean("ADO-14", so_far)
    k.mean("ADO-14b", some(days(r["care"], r["ffa"] or r["placed"] or k.at) for r in hoping))
    k.mean("ADO-14c", [max(n, 0) for n in (days(r["order"], r["match"] or k.at) for r in hoping) if n is not None])
    k.share("ADO-14d", sum(n <= 426 for n in so_far), len(so_far))
    for code, first, second, event in (
        ("ADO-15", "placed", "adopted", "adopted"), ("ADO-16", "care", "decision", "decision"), ("ADO-17", "decision", "order", "order"),
        ("ADO-18", "decision", "match", "match"),
    ):
        lengths = some(days(r[first], r[second]) for r in rows if k.within(10, r[event]))
        k.mean(code, lengths)
        k.median(code + "b", lengths)
    matched = [r for r in rows if k.within(10, r["match"])]
    decided = [r for r in matched if r["decision"] and r["decision"] <= r["match"]]
    k.part("ADO-18c", decided, lambda r: r["match"] <= add_months(r["decision"], 6))
    k.without("ADO-18c", sum(r["decision"] is None for r in matched), len(matched))


def adopters(k):
    rows = k.lists[11]
    past = lambda day: day is not None and day <= k.at
    who = lambda r: r["family"] or ("alone", r["id"])
    of = lambda rows: len({who(r) for r in rows})
    k.count("APT-01", of(rows))
    approved = [r for r in rows if past(r["e2"]) or past(r["approved"])]
    for name, field in (("Enquiry", "enquiry"), ("Stage 1", "s1"), ("Stage 2", "s2"), ("Matched", "match"), ("Placed", "placed"), ("Adopted", "adopted")):
        k.count("APT-02", of([r for r in rows if past(r[field])]), name)
        k.share("APT-02b", of([r for r in rows if past(r[field])]), of(rows), name)
    k.count("APT-02", of(approved), "Approved")
    k.share("APT-02b", of(approved), of(rows), "Approved")
    gaps(k, [r for r in approved if not past(r["match"])])
    stages(k, rows, who)
    matched = {who(r) for r in rows if past(r["match"])}
    waiting = {who(r): r for r in approved if who(r) not in matched}
    k.share("APT-07", len(waiting), of(approved))
    since = {w: min(d for d in (r["e2"], r["approved"]) if d) for w, r in waiting.items()}
    k.share("APT-07b", sum(d <= k.ago(3) for d in since.values()), of(approved))
    left = {}
    for r in rows:
        if past(r["left"]):
            left.setdefault(who(r), r)
    k.groups("APT-08", list(left.values()), "reason", LEFT)
    families = {}
    for r in rows:
        families.setdefault(who(r), []).append((r["ffa"] or "").lower())
    k.share("APT-09", sum("yes" in said for said in families.values()), sum("yes" in said or "no" in said for said in families.values()))
    k.without("APT-09", sum(not any(said) for said in families.values()), len(families))
    k.without("APT-09", 0, len(families), "Not mapped")
    largest = {}
    for r in rows:
        if r["children"] is not None:
            largest[who(r)] = max(largest.get(who(r), 0), r["children"])
    k.count("APT-11", sum(largest.values()))
    k.count("APT-12", of([r for r in rows if r["submitted"] and not any(r[f] for f in ("s1", "e1", "s2", "e2"))]))


def gaps(k, waiting):
    """APT-10: shares of adopters who wait less shares of children who wait, in points."""
    past = lambda day: day is not None and day <= k.at
    hoping = [r for r in k.lists[10] if past(r["decision"]) and not any(past(r[step]) for step in ("placed", "reversed", "adopted"))]
    for code, field, groups in (("APT-10", "eth", ETHNIC), ("APT-10b", "sex", SEX), ("APT-10c", "dis", ANSWERS)):
        k.groups("families", waiting, field, groups)
        k.groups("children", hoping, field, groups)
        for group in (*groups, BLANK, UNMAPPED):
            one, other = k.out.pop(("families", group))[2], k.out.pop(("children", group))[2]
            k.difference(code, None if one is None or other is None else one - other, group)


def stages(k, rows, who):
    """APT-03 to 06: one length for a family."""
    once = {}
    for r in rows:
        once.setdefault(who(r), r)
    once = list(once.values())
    k_past = lambda day: day is not None and day <= k.at
    for code, first, last, months in (("APT-03", "s1", "e1", 2), ("APT-04", "s2", "e2", 4), ("APT-06", "s1", "e2", 6)):
        done = [r for r in once if k_past(r[last]) and r[first] and r[last] >= r[first]]
        k.median(code, [days(r[first], r[last]) for r in done])
        k.part(code, done, lambda r: r[last] <= add_months(r[first], months), f"within {months} months")
    paused = [r for r in once if k_past(r["s2"]) and r["e1"] and r["s2"] >= r["e1"]]
    k.median("APT-05", [days(r["e1"], r["s2"]) for r in paused])
    k.part("APT-05", paused, lambda r: r["s2"] <= add_months(r["e1"], 6), "within 6 months")
    for code, first, last in (("APT-03b", "s1", "e1"), ("APT-04b", "s2", "e2")):
        ended = [r for r in once if k_past(r[last])]
        done = [r for r in ended if r[first] and r[last] >= r[first]]
        before = lambda r, months: r[last] <= add_months(r[first], months)
        for group, low, high in (("0-2 months", 0, 2), ("2-4 months", 2, 4), ("4-6 months", 4, 6), ("6 months+", 6, 999)):
            k.part(code, done, lambda r: before(r, high) and not (low and before(r, low)), group)
        k.without(code, sum(r[first] is None for r in ended), len(ended))
