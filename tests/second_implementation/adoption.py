"""Children on the way to adoption and the families who adopt: lists 10 and 11."""
from collections import Counter

from book import days, label
from codes import ETHNIC, LEFT, REVERSED, WAIT
from dates import add_months


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
    waits = some(days(r["care"], r["placed"] or k.at) for r in done + hoping)
    k.share("ADO-13", sum(n <= 426 for n in waits), len(waits))
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
    k.count("APT-02", of(approved), "Approved")
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
    k.median("APT-05", some(days(r["e1"], r["s2"]) for r in once if k_past(r["s2"])))
