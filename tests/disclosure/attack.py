"""Attacks finished public editions: which hidden numbers can a clever reader work out?

    attack.py --learn OPEN_SITE … --attack PUBLIC_SITE OPEN_SITE SMALL:ROUND … --quarters BEFORE OPEN_BEFORE PUBLIC_SITE OPEN_SITE SMALL:ROUND …

A reader who has the program builds invented authorities with everything open (`--learn`), learns which numbers always add up, and
turns that on a public site. `OPEN_SITE` is the same authority with nothing hidden: it says whether what was found is so, and which
hidden numbers are few: one to SMALL. Two quarters are attacked as one table. Exits with 1 where any can be worked out to within fewer
than three values, where a text, a table, a drawing or an order tells one, where an axis reaches further than anything shown, where the
public site says of a number what it is not, and where what is said to be planted (`--planted`) is not found.
"""
import argparse
import multiprocessing
import os
import sys
from typing import NamedTuple

import numpy as np

import axes
import bounds
import order
import places
from published import COUNTED, counts, figures, together
from relations import Relations, label


def seen(number, to):
    """The whole numbers that are published as this one."""
    if to <= 1 or number == 0:
        return number, number
    if number < 0:
        return number - to // 2, number + to // 2
    # The first multiple stands for everything from one: only nought is published as nought.
    return (1 if number == to else number - to // 2), number + (to - 1) // 2


class Rules(NamedTuple):
    """Counts of one to `small` are hidden; what is shown is rounded to `round`."""

    small: int
    round: int


# How far below nought a difference may lie.
SWING = 10_000


class Attack:
    """One public site beside the truth."""

    def __init__(self, relations, public, truth, rules):
        self.relations, self.rules = relations, rules
        self.public, self.open = public, truth
        self.truth = {}
        for name, number in counts(self.open).items():
            self.truth.setdefault(relations.same.get(name, name), number)
        self.problem = bounds.Problem()
        self._variables()
        self._rows()

    def of(self, name):
        return self.relations.same.get(name, name)

    def _variables(self):
        p, self.shown = self.problem, set()
        shown = counts(self.public)
        self.population = set()
        for figure in self.public.values():
            if figure.unit not in COUNTED:
                continue
            for part in "nd":
                name = (figure.code, figure.group, part)
                if name not in self.relations.same and name not in shown and self.of(name) not in self.truth:
                    continue
                cell = self.of(name)
                if name in shown and figure.made and self._follows(cell, shown):
                    # It is made of numbers as they are shown, and says nothing besides.
                    p.variable(cell, -SWING)
                    self.shown.add(cell)
                elif name in shown:
                    # Populations and days are not counts of children and are not rounded.
                    to = 1 if figure.unit == "rate" and part == "d" else self.rules.round
                    p.variable(cell, *seen(shown[name], to))
                    self.shown.add(cell)
                elif figure.hidden:
                    # Nought is published as nought, but for groups of which none or all are hidden.
                    least = -SWING if cell in self.relations.signed else 1 if self.truth.get(cell, 0) else 0
                    p.variable(cell, least)
                elif figure.status in "zx":
                    continue
        for cell in self.truth:
            p.low.setdefault(cell, -SWING if cell in self.relations.signed else 0)
            p.high.setdefault(cell, np.inf)

    def _follows(self, cell, shown):
        """Whether a number is what others leave as they are printed, rounded though they may be."""
        printed = {self.of(name): number for name, number in shown.items()}
        sums = [terms for terms in self.relations.sums if cell in terms and all(other in printed for other in terms)]
        return self.rules.round > 1 and any(sum(times * printed[other] for other, times in terms.items()) == 0 for terms in sums)

    def _holds(self, terms):
        return sum(times * self.truth.get(cell, 0) for cell, times in terms.items()) == 0

    def _rows(self):
        p, self.false = self.problem, 0
        for terms, about in zip(self.relations.sums, self.relations.about):
            if not self._holds(terms):
                self.false += 1
                continue
            present = {cell: times for cell, times in terms.items() if cell in p.low}
            if present:
                p.row(present, 0, 0, about)
        # Of a percentage the part is no more than the whole, and what is left is a number of its own.
        self.rest = {}
        for figure in self.open.values():
            n, d = self.of((figure.code, figure.group, "n")), self.of((figure.code, figure.group, "d"))
            if figure.unit == "percent" and n in p.low and d in p.low and n != d and self.truth[n] <= self.truth[d]:
                rest = ("all but", n, d)
                if rest not in self.rest:
                    self.rest[rest] = self.truth[d] - self.truth[n]
                    p.variable(rest, 0)
                    p.row({d: 1, n: -1, rest: -1}, 0, 0, f"part and rest of {label(d)}")

    def few(self, number):
        return 1 <= number <= self.rules.small

    def run(self):
        """Every small number that can be worked out: (name, what it is, bounds)."""
        truth = {**self.truth, **self.rest}
        hidden = {}
        for key, figure in self.public.items():
            if not figure.hidden or key not in self.open:
                continue
            for part in "nd":
                cell = self.of((*key, part))
                if self.few(self.truth.get(cell, 0)) and cell in self.problem.low and cell not in self.relations.signed:
                    hidden.setdefault(cell, key)
        for rest, number in self.rest.items():
            if self.few(number) and self.truth[rest[1]] > 0:
                hidden.setdefault(rest, rest[1][:2])
        # A net change of three is nobody's number: only what counts somebody is printed though it is small.
        counted = {self.of((*key, part)) for key, figure in self.public.items() for part in "nd" if not (part == "n" and figure.made)}
        printed = [(cell, self.bare(cell)) for cell in self.shown & counted if self.few(self.truth.get(cell, 0)) and self.rules.round <= 1]
        self.problem.tighten()
        found = bounds.narrow(self.problem, set(hidden), truth)
        leaks = [(self.name(cell), "printed", at) for cell, at in printed]
        for cell, (low, high) in sorted(found.items(), key=lambda item: str(item[0])):
            if high - low < bounds.WIDTH:
                leaks.append((self.name(cell), self.why(cell), (int(low), int(high))))
        self.asked = len(hidden)
        return leaks

    def bare(self, cell):
        return int(self.truth[cell]), int(self.truth[cell])

    def name(self, cell):
        return f"all but {label(cell[1])} of {label(cell[2])}" if cell[0] == "all but" else label(cell)

    def why(self, cell):
        """The relations that bound it, or, where only all together do, the one with the fewest other unknowns."""
        steps = self.problem.chain(cell, self.shown)
        if steps:
            return "; ".join(steps[:6])
        rows = [row for row in self.problem.rows if cell in row[0]]
        unknown = lambda row: sum(1 for other in row[0] if other not in self.shown)
        return min(rows, key=unknown)[3] + ", with others" if rows else "nothing else"


class Case(NamedTuple):
    """What is attacked, how, and, of what was planted, what must be found."""

    name: str
    public: tuple
    truth: tuple
    rules: Rules
    how: frozenset
    planted: tuple = ()


# What every process knows: it is learned before they part.
KNOWN = {}
FIGURES, REST = "figures", "texts, tables and drawings"


def table(sites):
    """The figures of a site, or of two quarters."""
    return together(*map(figures, sites)) if len(sites) == 2 else figures(sites[0])


def judged(case):
    """(what was found, small numbers asked for, relations)."""
    attack = Attack(KNOWN["relations", len(case.public)], table(case.public), table(case.truth), case.rules)
    said, asked = [], 0
    if FIGURES in case.how:
        said += [f"{name}: between {low} and {high}, by {why}" for name, why, (low, high) in attack.run()]
        asked = attack.asked
    if REST in case.how:
        said += elsewhere(attack, case.public[-1], case.truth[-1])
    return said, asked, len(attack.problem.rows)


def elsewhere(attack, public, truth):
    """What texts, tables, drawings and orders give away, or say wrongly."""
    shown, open_, small = figures(public), figures(truth), attack.rules.small
    found = [
        f"{place}: says {number}, as is {label((*about[0], 'n'))}: {text[:160]}"
        for place, text, number, about in places.stated(public, truth, shown, open_, small, KNOWN["usual"])
    ]
    found += [f"{place}: {how} measures {value:.3f}, as is {label((*key, 'n'))}" for place, key, how, value in places.drawn(public, shown, open_)]
    found += axes.stretched(public, KNOWN["ends"])
    found += order.told(public, shown, open_, KNOWN["orders"])
    if attack.rules.round <= 1:
        found += [f"{place}, {', '.join(filter(None, key))}: says {cell} where it is another number" for place, key, cell, _ in places.untrue(public, truth)]
    return found


def alike(sites):
    """What is said by a site, and where its groups stand: what is usual among several is learned from this."""
    public, truth = sites
    if truth:
        return None, None, {text for _, text in places.texts(public, False)}
    return axes.all_ends(public), order.pairs(public, figures(public)), {text for _, text in places.texts(public)}


def learn(asked, cases):
    """What holds in all, and what is wording of the report or the order of a record."""
    open_sites = list(dict.fromkeys([*asked.learn, *(case.truth[-1] for case in cases)]))
    KNOWN["relations", 1] = Relations([counts(figures(site)) for site in open_sites])
    pairs = list(dict.fromkeys(case.truth for case in cases if len(case.truth) == 2))
    pairs += [pair for pair in zip(asked.learn_quarters[::2], asked.learn_quarters[1::2]) if pair not in pairs]
    if pairs:
        KNOWN["relations", 2] = Relations([counts(table(pair)) for pair in pairs])
    public = list(dict.fromkeys(case.public[-1] for case in cases if not case.planted))
    with pool() as workers:
        seen = workers.map(alike, [(site, False) for site in public] + [(site, True) for site in open_sites[:8]], 1)
    KNOWN["ends"] = axes.usual_ends([ends for ends, *_ in seen[: len(public)]])
    KNOWN["orders"] = {site: pairs for site, (_, pairs, _) in zip(public, seen)}
    KNOWN["usual"] = places.wording([texts for *_, texts in seen[: len(public)]]) | places.wording([texts for *_, texts in seen[len(public) :]])
    return sum(len(known.sums) for key, known in KNOWN.items() if key[0] == "relations")


def pool():
    return multiprocessing.get_context("fork").Pool(len(os.sched_getaffinity(0)))


def arguments():
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("--learn", nargs="*", default=[], metavar="OPEN_SITE")
    args.add_argument("--learn-quarters", nargs="*", default=[], metavar="BEFORE OPEN_SITE", help="two quarters of one authority, open")
    args.add_argument("--attack", nargs="*", default=[], metavar="PUBLIC_SITE OPEN_SITE SMALL:ROUND")
    args.add_argument("--quarters", nargs="*", default=[], metavar="PUBLIC_BEFORE OPEN_BEFORE PUBLIC_SITE OPEN_SITE SMALL:ROUND", help="two quarters together")
    args.add_argument("--planted", nargs="*", default=[], metavar="KIND PLACE PUBLIC_SITE OPEN_SITE SMALL:ROUND", help="a site in which a leak is planted there")
    return args.parse_args()


def cases_of(asked):
    rules = lambda text: Rules(*map(int, text.split(":")))
    every = lambda things, n: zip(*(things[at::n] for at in range(n)))
    both = frozenset((FIGURES, REST))
    found = [Case(public, (public,), (truth,), rules(how), both) for public, truth, how in every(asked.attack, 3)]
    for before, open_before, public, truth, how in every(asked.quarters, 5):
        found.append(Case(f"{public} after {before}", (before, public), (open_before, truth), rules(how), both))
    for kind, place, public, truth, how in every(asked.planted, 5):
        of, true = public.split("+"), truth.split("+")
        parts = frozenset((FIGURES if kind in ("primary", "total", "quarter") else REST,))
        found.append(Case(public, tuple(of), tuple(true), rules(how), parts, (kind, place)))
    return found


def main():
    cases = cases_of(arguments())
    learned = learn(arguments(), cases)
    failed, hidden, attacked = 0, 0, [case for case in cases if not case.planted]
    # The longest first, and told in the order asked for.
    size = lambda case: -sum(os.path.getsize(f"{site}/data/figures.csv") for site in case.public)
    with pool() as workers:
        waiting = {case: workers.apply_async(judged, (case,)) for case in sorted(cases, key=size)}
        for case in cases:
            said, asked, rows = waiting[case].get()
            if case.planted:
                kind, place = case.planted
                found = any((place if place != "any" else "between") in line for line in said)
                failed += not found
                print(f"planted and {'found' if found else 'NOT found'}: {kind} ({place})")
            else:
                failed += bool(said)
                hidden += asked
                print(f"{case.name}: {asked} small numbers hidden, {rows} relations; {len(said)} found")
            for line in said if not case.planted or not found else ():
                print(f"  {line[:400]}")
    quarters = sum(len(case.public) == 2 for case in attacked)
    print(f"{len(attacked)} authorities, {quarters} of them in two quarters, {hidden} small numbers hidden, {learned} sums learned; {failed} authorities with something found")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
