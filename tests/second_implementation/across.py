"""Figures across lists: pace, conversion, signs of coming back, stock and flow, ethnicity at every stage, caseloads."""
import statistics

from book import BLANK, label
from codes import ETHNIC

SHORT_BREAKS = ("V1", "V3", "V4")
# Fewer children of a group than this, and no ratio is given (catalogue, X-13).
FEWEST = 20


def across(k):
    care = [r for r in k.lists[8] if r["ls"] not in SHORT_BREAKS]
    pace(k)
    conversion(k, care)
    ways(k, care)
    coming_back(k, care)
    for code, number, rows in (("X-12", 6, k.lists[6]), ("X-12b", 7, k.lists[7]), ("X-12c", 8, care)):
        stock_and_flow(k, code, number, rows)
    disproportion(k, stages(k, care))
    caseloads(k, care)


def pace(k):
    """Events of the period made a year, and as a percentage of the authority's own last published year."""
    for group, code, number, measure in (
        ("Referrals", "REF-01", 3, "referrals_n"), ("Completed assessments", "ASM-04", 4, "assessments_n"),
        ("Section 47 enquiries", "S47-01", 5, "s47_n"), ("Initial conferences", "ICPC-01", 5, "icpc_n"),
        ("Children in need started", "CIN-06", 6, "cin_started_n"), ("Children in need ended", "CIN-07", 6, "cin_ended_n"),
        ("Plans started", "CP-01", 7, "cpp_started_n"), ("Plans ended", "CP-03", 7, "cpp_ended_n"),
        ("Care started", "CLA-01", 8, "cla_started_n"), ("Care ceased", "CLA-03", 8, "cla_ceased_n"),
        ("Children adopted", "ADO-06", 10, "adopted_n"),
    ):
        n = k.out[code, ""][0]
        year = n * k.settings.yearly(number)
        k.out["X-06b", group] = (n, None, year)
        last = k.settings.last_published(measure)
        k.difference("X-06", "x" if last is None else 100 * year / last if last else None, group)


def conversion(k, care):
    for group, code in (
        ("Contact to referral", "CON-08"), ("Referral to assessment", "REF-10"), ("Assessment to support", "ASM-13"),
        ("Section 47 to conference", "S47-05"), ("Conference to plan", "ICPC-06"),
    ):
        k.out["X-09", group] = k.out[code, ""]
    plans = on_page(k, 7, k.lists[7])
    begun = [r for r in care if k.within(8, r["start"])]
    went_on = {p["id"] for p in plans if any(r["id"] == p["id"] and p["start"] and r["start"] >= p["start"] for r in begun)}
    k.share("X-09", len(went_on), len({p["id"] for p in plans}), "Plan to care")


def ways(k, care):
    """X-08: where children enter, move on and stop between contact and care."""
    steps = {
        "Contact": (1, k.lists[1], "contact"), "Referral": (3, k.lists[3], "date"), "Assessment": (4, k.lists[4], "start"),
        "Section 47": (5, k.lists[5], "strategy"), "Conference": (5, k.lists[5], "conf"), "Plan": (7, k.lists[7], "start"),
        "Care": (8, care, "start"),
    }
    seen = {}
    for name, (number, rows, field) in steps.items():
        for r in rows:
            if r["id"] and k.within(number, r[field]):
                seen.setdefault(r["id"], {}).setdefault(name, []).append(r[field])
    order, moves = list(steps), []
    for child in seen.values():
        left = [name for name in order if name in child]
        while left:
            at = left.pop(0)
            day = min(child[at])
            moves.append((None, at))
            while later := next((name for name in left if max(child[name]) >= day and order.index(name) > order.index(at)), None):
                left.remove(later)
                day = min(d for d in child[later] if d >= day)
                moves.append((at, later))
                at = later
            moves.append((at, None))
    k.count("X-08", len(seen))
    for n, name in enumerate(order):
        k.count("X-08", moves.count((None, name)), f"{name} starts")
        k.count("X-08", moves.count((name, None)), f"{name} ends")
        for other in order[n + 1:]:
            k.count("X-08", moves.count((name, other)), f"{name} to {other}")


def on_page(k, number, rows):
    """Rows open at the as-at date or ended in the period; X1 is not an end of care."""
    return [r for r in rows if k.open(r) or k.within(number, r["end"]) and not (number == 8 and r["reason"] == "X1")]


def coming_back(k, care):
    """X-10: children by how many of four signs they show."""
    many = lambda field: lambda r: (r[field] or 0) >= 1
    looked_at = (
        ([r for r in k.lists[3] if k.within(3, r["date"])], many("previous")),
        ([r for r in k.lists[5] if k.within(5, r["strategy"])], many("s47s")),
        (on_page(k, 7, k.lists[7]), many("previous")),
        (on_page(k, 8, care), lambda r: (r["second"] or "").lower() == "yes"),
    )
    every = {r["id"] for rows, _ in looked_at for r in rows if r["id"]}
    signs = [{r["id"] for r in rows if shown(r)} for rows, shown in looked_at]
    counts = [sum(child in sign for sign in signs) for child in every]
    k.share("X-10", sum(n >= 2 for n in counts), len(counts))
    for n in range(5):
        k.share("X-10b", counts.count(n), len(counts), str(n))


def stock_and_flow(k, code, number, rows):
    first, last = k.settings.window(number)
    begun = [r for r in rows if k.within(number, r["start"])]
    ended = [r for r in rows if k.within(number, r["end"]) and not (number == 8 and r["reason"] == "X1")]
    before = [r for r in rows if r["start"] and r["start"] < first and (r["end"] is None or r["end"] >= first)]
    after = [r for r in rows if r["start"] and r["start"] <= last and (r["end"] is None or r["end"] > last)]
    for group, part in (("Open at the start", before), ("Started", begun), ("Ceased", ended), ("Open at the end", after)):
        k.count(code, len(part), group)
    k.difference(code, len(before) + len(begun) - len(ended) - len(after), "Difference")


def stages(k, care):
    return {
        "Contacts": [r for r in k.lists[1] if k.within(1, r["contact"])],
        "Early help": [r for r in k.lists[2] if k.open(r) or k.within(2, r["end"])],
        "Referrals": [r for r in k.lists[3] if k.within(3, r["date"])],
        "Assessments": [r for r in k.lists[4] if k.open(r, end="auth") or k.within(4, r["auth"])],
        "Section 47 enquiries": [r for r in k.lists[5] if k.within(5, r["strategy"])],
        "Children in need": [r for r in k.lists[6] if k.open(r)],
        "Child protection plans": [r for r in k.lists[7] if k.open(r)],
        "Looked after children": [r for r in care if k.open(r)],
        "Care leavers": [r for r in k.lists[9] if r["touch"] not in ("Died", "Rhom")],
    }


def disproportion(k, stage):
    peoples = {group: codes for group, codes in ETHNIC.items() if group not in ("Refused", "Unknown")}
    relative(k, "X-13", stage, "eth", peoples, k.residents)
    later = list(stage)[4:8]
    boys_and_girls = {"Male": ("Male",), "Female": ("Female",)}
    relative(k, "X-13b", {name: stage[name] for name in ["Assessments", *later]}, "sex", boys_and_girls, numbers(stage["Referrals"], "sex", boys_and_girls))
    disabled = {"Disabled": ("Yes",), "Not disabled": ("No",)}
    relative(k, "X-13c", {name: stage[name] for name in later}, "dis", disabled, numbers(stage["Assessments"], "dis", disabled))


def numbers(rows, field, groups):
    """Different children of each group; one recorded with two of them belongs to the later in their order."""
    order, of = list(groups), {}
    for n, r in enumerate(rows):
        name = label(r[field], groups)
        if name in groups:
            child = r["id"] or n
            of[child] = max(of.get(child, 0), order.index(name))
    return {name: sum(rank == n for rank in of.values()) for n, name in enumerate(order)}


def relative(k, code, stage, field, groups, against):
    for name, rows in stage.items():
        here = numbers(rows, field, groups)
        for group in groups:
            n, of = here[group], sum(here.values())
            elsewhere = against[group] / sum(against.values())
            given = n >= FEWEST and elsewhere > 0
            k.out[code, f"{name} {group}"] = (n, of, n / of / elsewhere) if given else (None, None, None)


def caseloads(k, care):
    """X-15: open children by worker; a child with two workers counts for both, one on two lists once."""
    lists = [
        [r for r in k.lists[6] if k.open(r)], [r for r in k.lists[7] if k.open(r)], [r for r in care if k.open(r)],
        [r for r in k.lists[9] if r["touch"] not in ("Died", "Rhom")],
    ]
    same = lambda name: (name or "").strip().lower()
    rows = [(r["id"], same(r["worker"]), r) for part in lists for r in part]
    held, teams, spelt = {}, {}, {}
    for number in (6, 7, 8, 9):
        for r in k.lists[number]:
            if same(r["team"]):
                spelt[same(r["team"])] = min(spelt.get(same(r["team"]), r["team"].strip()), r["team"].strip())
    for child, worker, r in rows:
        if worker:
            held.setdefault(worker, set()).add(child)
            teams.setdefault(same(r["team"]), set()).add((worker, child))
    loads = [len(of) for of in held.values()]
    for group, low, high in (("1-5", 1, 5), ("6-10", 6, 10), ("11-15", 11, 15), ("16-20", 16, 20), ("21-25", 21, 25), ("26+", 26, 10**9)):
        k.share("X-15", sum(low <= n <= high for n in loads), len(loads), group)
    every = {child for child, _, _ in rows}
    k.without("X-15", len(every - set().union(*held.values())), len(every))
    k.share("X-15b", sum(loads), len(loads), unit=1)
    k.difference("X-15c", statistics.median(loads))
    k.difference("X-15d", max(loads))
    for team, pairs in teams.items():
        k.share("X-15t", len(pairs), len({worker for worker, _ in pairs}), spelt.get(team, BLANK), unit=1)
