"""The front page: how much is on each list."""
from book import children


def headline(k):
    lists = k.lists
    care = [r for r in lists[8] if r["ls"] not in ("V1", "V3", "V4")]
    bases = {
        "Contacts": [r for r in lists[1] if k.within(1, r["contact"])],
        "Early help": [r for r in lists[2] if k.open(r) or k.within(2, r["end"])],
        "Referrals": [r for r in lists[3] if k.within(3, r["date"])],
        "Assessments": [r for r in lists[4] if k.open(r, end="auth") or k.within(4, r["auth"])],
        "Section 47 enquiries": [r for r in lists[5] if k.within(5, r["strategy"])],
        "Initial conferences": [r for r in lists[5] if k.within(5, r["conf"])],
        "Children in need": [r for r in lists[6] if k.open(r) or k.within(6, r["end"])],
        "Child protection plans": [r for r in lists[7] if k.open(r) or k.within(7, r["end"])],
        "Looked after children": [r for r in care if k.open(r) or k.within(8, r["end"])],
        "Care leavers": lists[9], "Adoption": lists[10], "Adopters": lists[11],
    }
    for name, rows in bases.items():
        k.count("HD-01", len(rows), name)
        k.count("HD-01b", len(children(rows)), name)
    for name, code in (
        ("Contacts", "CON-03"), ("Early help", "EH-03"), ("Referrals", "REF-03"), ("Assessments", "ASM-02"), ("Section 47 enquiries", "S47-02"),
        ("Initial conferences", "ICPC-02"), ("Children in need", "CIN-03"), ("Child protection plans", "CP-06"), ("Looked after children", "OPN-02"),
    ):
        k.out["HD-02", name] = k.out[code, ""]
    dates(k)


def dates(k):
    """HD-04: the latest event of each list."""
    fields = {
        "Contacts": (1, "contact"), "Early help": (2, "start end"), "Referrals": (3, "date"), "Assessments": (4, "start auth"),
        "Section 47 and conferences": (5, "strategy conf"), "Children in need": (6, "start end"), "Child protection plans": (7, "start end"),
        "Looked after children": (8, "start ls_start review visit iro health dental p_start end"), "Care leavers": (9, "pathway contact"), "Adoption": (10, "decision order match placed adopted reversed"),
        "Adopters": (11, "enquiry s1 e1 s2 e2 submitted approved match placed adopted left"),
    }
    for name, (number, names) in fields.items():
        known = [r[field] for r in k.lists[number] for field in names.split() if r[field] and r[field] <= k.at]
        newest = max(known)
        # One that lies before the period tells nothing of how current the list is; one after it does.
        if newest >= k.settings.window(number)[0]:
            k.difference("HD-04", newest.isoformat(), name)
