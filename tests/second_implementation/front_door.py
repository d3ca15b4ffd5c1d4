"""Contacts, early help and referrals: lists 1 to 3."""
from collections import Counter

from book import by_child, children, days, wd
from codes import ETHNIC, FOLLOWED, LENGTH, SOURCE, SOURCES, upto
from dates import ONE, add_months


def front_door(k):
    contacts = [r for r in k.lists[1] if k.within(1, r["contact"])]
    referrals = [r for r in k.lists[3] if k.within(3, r["date"])]
    helped = [r for r in k.lists[2] if k.open(r) or k.within(2, r["end"])]
    of_contacts(k, contacts, referrals)
    of_early_help(k, helped, referrals)
    of_referrals(k, referrals)


def of_contacts(k, contacts, referrals):
    who = children(contacts)
    k.count("CON-01", len(contacts))
    k.months("CON-01m", 1, [r["contact"] for r in contacts])
    k.count("CON-02", len(who))
    k.rate("CON-03", len(contacts), 1)
    k.share("CON-04", len(contacts), len(who), unit=1)
    times = Counter(Counter(r["id"] for r in contacts).values())
    for n in (1, 2, 3, 4):
        k.share("CON-05", times[n], len(who), str(n))
    k.share("CON-05", sum(v for n, v in times.items() if n >= 5), len(who), "5+")
    k.groups("CON-06", contacts, "source", SOURCE)
    k.groups("CON-06b", contacts, "source", SOURCES)
    k.groups("REF-07", referrals, "source", SOURCE)
    for group in [group for code, group in k.out if code == "CON-06"]:
        one, other = k.out["CON-06", group][2], k.out["REF-07", group][2]
        k.difference("CON-07", None if one is None or other is None else one - other, group)
    k.share("CON-08", len(who & children(referrals)), len(who))
    of_child = by_child(referrals)
    soon = {c["id"] for c in contacts for r in of_child.get(c["id"], ()) if 0 <= wd(c["contact"], r["date"]) <= 5}
    k.share("CON-09", len(soon), len(who))
    k.pyramid("CON-10", contacts)
    k.groups("CON-11", contacts, "eth", ETHNIC)
    k.weeks("CON-12", 1, [r["contact"] for r in contacts])
    first = k.settings.window(1)[0] + 91 * ONE
    late, every = [c for c in contacts if c["contact"] > first], by_child(k.lists[1])
    k.part("CON-13", late, lambda c: any(1 <= (days(o["contact"], c["contact"]) or 0) <= 91 for o in every[c["id"]]))


def of_early_help(k, helped, referrals):
    who, started = children(helped), [r for r in k.lists[2] if k.within(2, r["start"])]
    ended = [r for r in k.lists[2] if k.within(2, r["end"])]
    k.count("EH-01", len(helped))
    k.count("EH-02", len(who))
    k.rate("EH-03", len(helped))
    k.rate("EH-03b", len(started), 2)
    k.count("EH-04", len(started))
    k.months("EH-04m", 2, [r["start"] for r in started])
    k.count("EH-05", len(ended))
    k.months("EH-05m", 2, [r["end"] for r in ended])
    k.count("EH-06", sum(k.open(r) for r in k.lists[2]))
    k.share("EH-07", len(who & children(referrals)), len(who))
    of_child = by_child(referrals)
    k.share("EH-07b", len({r["id"] for r in helped if r["start"] for o in of_child.get(r["id"], ()) if o["date"] >= r["start"]}), len(who))
    k.share("EH-07c", len({r["id"] for r in helped if r["start"] for o in of_child.get(r["id"], ()) if o["date"] <= r["start"]}), len(who))
    k.top("EH-08", [r["org"] for r in helped])
    times = Counter(Counter(r["id"] for r in helped).values())
    for n in (2, 3, 4):
        k.share("EH-09", times[n], len(who), str(n))
    k.share("EH-09", sum(v for n, v in times.items() if n >= 5), len(who), "5+")
    lengths = k.bins("EH-10", [days(r["start"], r["end"]) for r in ended], LENGTH, below=True)
    k.median("EH-10", lengths, "median")
    k.pyramid("EH-11", helped)
    k.groups("EH-12", helped, "eth", ETHNIC)


def of_referrals(k, referrals):
    who = children(referrals)
    k.count("REF-01", len(referrals))
    k.count("REF-02", len(who))
    k.rate("REF-03", len(referrals), 3)
    k.answer("REF-04", referrals, "nfa")
    k.behind("REF-04n", "REF-04")
    most = {}
    for r in referrals:
        if r["previous"] is not None:
            most[r["id"]] = max(most.get(r["id"], 0), r["previous"])
    k.share("REF-05", sum(n >= 1 for n in most.values()), len(most))
    k.without("REF-05", len(who) - len(most), len(who))
    k.bins("REF-08", [most.get(child) for child in who], upto(4))
    again(k, referrals)
    times = Counter(Counter(r["id"] for r in referrals).values())
    for n in (2, 3, 4):
        k.share("REF-09", times[n], len(who), str(n))
    k.share("REF-09", sum(v for n, v in times.items() if n >= 5), len(who), "5+")
    to_assessment(k, referrals)
    early = by_child(k.lists[2])

    def stood(referral, e):
        """Whether early help began before a referral and was open then, or had ended at most six months before."""
        on = referral["date"]
        return e["start"] and e["start"] <= on and (e["end"] is None or e["end"] >= add_months(on, -6))

    k.share("REF-12", len({r["id"] for r in referrals if any(stood(r, e) for e in early.get(r["id"], ()))}), len(who))
    k.top("REF-13", [r["team"] for r in referrals])
    k.pyramid("REF-14", referrals)
    k.groups("REF-15", referrals, "eth", ETHNIC)
    k.months("REF-16", 3, [r["date"] for r in referrals])


def again(k, referrals):
    """REF-06: an earlier row within twelve months, or the child's latest row says there were others."""
    every = by_child(k.lists[3])

    def repeated(r):
        dates = [o["date"] for o in every[r["id"]] if o["date"] and o["date"] <= k.at]
        if any(add_months(r["date"], -12) <= d < r["date"] for d in dates):
            return True
        return r["date"] == max(dates) and (r["previous"] or 0) >= 1

    k.part("REF-06", referrals, repeated)
    k.behind("REF-06n", "REF-06")


def to_assessment(k, referrals):
    """REF-10 and REF-11: the first assessment that starts on or after a referral, at most 45 working days later."""
    starts = by_child(k.lists[4])

    def first(r):
        begun = [a["start"] for a in starts.get(r["id"], ()) if a["start"] and 0 <= wd(r["date"], a["start"]) <= 45 and a["start"] <= k.at]
        return min(begun, default=None)

    judged = [r for r in referrals if (r["nfa"] or "").lower() == "no" and wd(r["date"], k.at) >= 45]
    k.part("REF-10", judged, first)
    followed = [(r["date"], first(r)) for r in referrals if first(r)]
    k.quantile("REF-11", [days(*pair) for pair in followed], 0.5)
    k.quantile("REF-11b", [days(*pair) for pair in followed], 0.9)
    k.quantile("REF-11c", [wd(*pair) for pair in followed], 0.5)
    k.quantile("REF-11d", [wd(*pair) for pair in followed], 0.9)
    k.bins("REF-11e", [wd(*pair) for pair in followed], FOLLOWED)
