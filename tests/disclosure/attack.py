"""Attacks finished public editions: which hidden numbers can a clever reader work out?

    attack.py [--figures-only] --learn OPEN_SITE … [--usual PUBLIC_SITE …] --attack PUBLIC_SITE OPEN_SITE SMALL:ROUND …

A reader who has the program builds invented authorities with everything open (`--learn`), learns which numbers always add up, and
turns that on a public site. `OPEN_SITE` is the same authority with nothing hidden: it says whether what was found is so, and which
hidden numbers are few: one to SMALL. Exits with 1 where any can be worked out to within fewer than three values, where a text, a
table or a drawing tells one, and where the public site says of a number what it is not.
"""
import argparse
import sys
from typing import NamedTuple

import numpy as np

import bounds
import places
from published import COUNTED, counts, figures
from relations import Relations, label


def seen(number, to):
    """The whole numbers that are published as this one."""
    if to <= 1 or number == 0:
        return number, number
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
        self.public, self.open = figures(public), figures(truth)
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
                if name in shown:
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
        printed = [(cell, self.bare(cell)) for cell in self.shown if self.few(self.truth.get(cell, 0)) and self.rules.round <= 1]
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


def main():
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("--learn", nargs="*", default=[], metavar="OPEN_SITE")
    args.add_argument("--figures-only", action="store_true", help="leave out texts and drawings")
    args.add_argument("--usual", nargs="*", default=[], metavar="PUBLIC_SITE", help="other public sites, for what is wording of the report")
    args.add_argument("--attack", nargs="+", required=True, metavar="PUBLIC_SITE OPEN_SITE SMALL:ROUND")
    asked = args.parse_args()
    cases = list(zip(asked.attack[::3], asked.attack[1::3], asked.attack[2::3]))
    open_sites = dict.fromkeys([*asked.learn, *(truth for _, truth, _ in cases)])
    relations = Relations([counts(figures(site)) for site in open_sites])
    usual = set() if asked.figures_only else places.wording([public for public, _, _ in cases] + asked.usual, list(open_sites)[:8])
    failed, hidden = 0, 0
    for public, truth, rules in cases:
        small, to = map(int, rules.split(":"))
        attack = Attack(relations, public, truth, Rules(small, to))
        said = [f"{name}: between {low} and {high}, by {why}" for name, why, (low, high) in attack.run()]
        if not asked.figures_only:
            said += elsewhere(attack, public, truth, usual)
        failed += bool(said)
        hidden += attack.asked
        print(f"{public}: {attack.asked} small numbers hidden, {len(attack.problem.rows)} relations; {len(said)} found")
        for line in said:
            print(f"  {line[:400]}")
    print(f"{len(cases)} authorities, {hidden} small numbers hidden, {len(relations.sums)} sums learned; {failed} authorities with something found")
    sys.exit(1 if failed else 0)


def elsewhere(attack, public, truth, usual):
    """What texts, tables and drawings give away, or say wrongly."""
    small = attack.rules.small
    found = [
        f"{place}: says {number}, as is {label((*about[0], 'n'))}: {text[:160]}"
        for place, text, number, about in places.stated(public, truth, attack.public, attack.open, small, usual)
    ]
    found += [f"{place}: {how} measures {value:.3f}, as is {label((*key, 'n'))}" for place, key, how, value in places.drawn(public, attack.public, attack.open)]
    if attack.rules.round <= 1:
        found += [f"{place}, {', '.join(filter(None, key))}: says {cell} where it is another number" for place, key, cell, _ in places.untrue(public, truth)]
    return found


if __name__ == "__main__":
    main()
