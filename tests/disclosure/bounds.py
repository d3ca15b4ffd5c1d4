"""Between which bounds every hidden number must lie, given everything shown and every relation: linear and integer programs."""
from collections import defaultdict

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_matrix

WIDTH = 3
FEW = 1e-6


class Problem:
    """Unknown whole numbers with bounds, and rows that must come to a number (or to at least it)."""

    def __init__(self):
        self.low, self.high, self.rows = {}, {}, []
        # What set the bounds of a number last: a relation and its other numbers.
        self.by = {}

    def variable(self, name, low, high=np.inf):
        self.low[name] = max(low, self.low.get(name, -np.inf))
        self.high[name] = min(high, self.high.get(name, np.inf))

    def row(self, terms, low, high, about):
        self.rows.append((terms, low, high, about))

    def known(self, name):
        return self.low[name] == self.high[name]

    def tighten(self):
        """Bounds from each row alone, again and again: cheap, and it takes most of the known numbers out."""
        for _ in range(30):
            changed = False
            for terms, low, high, about in self.rows:
                least = {n: (c * self.low[n] if c > 0 else c * self.high[n]) for n, c in terms.items()}
                most = {n: (c * self.high[n] if c > 0 else c * self.low[n]) for n, c in terms.items()}
                below, above = sum(least.values()), sum(most.values())
                for name, times in terms.items():
                    if self.known(name):
                        continue
                    ceiling = high - (below - least[name]) if np.isfinite(below) else sum_without(least, name, high)
                    floor = low - (above - most[name]) if np.isfinite(above) else sum_without(most, name, low)
                    ends = sorted((ceiling / times, floor / times)) if times else (0, np.inf)
                    new_low = max(self.low[name], np.ceil(ends[0] - FEW) if np.isfinite(ends[0]) else -np.inf)
                    new_high = min(self.high[name], np.floor(ends[1] + FEW) if np.isfinite(ends[1]) else np.inf)
                    if (new_low, new_high) != (self.low[name], self.high[name]):
                        self.low[name], self.high[name], changed = new_low, new_high, True
                        self.by.setdefault(name, []).append((about, [other for other in terms if other != name]))
                        if new_low > new_high:
                            raise Contradiction(name, terms)
                        least = {n: (c * self.low[n] if c > 0 else c * self.high[n]) for n, c in terms.items()}
                        most = {n: (c * self.high[n] if c > 0 else c * self.low[n]) for n, c in terms.items()}
                        below, above = sum(least.values()), sum(most.values())
            if not changed:
                return

    def chain(self, name, shown, depth=4):
        """How a number was bounded, step by step."""
        steps, ahead, done = [], [name], set()
        for _ in range(depth):
            further = []
            for one in ahead:
                if one in done or one in shown:
                    continue
                done.add(one)
                for about, others in self.by.get(one, [])[-2:]:
                    if about not in steps:
                        steps.append(about)
                    further.extend(others)
            ahead = further
        return steps

    def components(self):
        """Unknown numbers that are bound to each other."""
        leader = {name: name for name in self.low if not self.known(name)}

        def find(name):
            while leader[name] != name:
                leader[name] = leader[leader[name]]
                name = leader[name]
            return name

        for terms, *_ in self.rows:
            bound = [name for name in terms if name in leader]
            for other in bound[1:]:
                leader[find(other)] = find(bound[0])
        together = defaultdict(list)
        for name in leader:
            together[find(name)].append(name)
        return list(together.values())


def sum_without(ends, name, limit):
    """What the others leave of a limit, where one of them has no end."""
    rest = sum(value for other, value in ends.items() if other != name)
    return limit - rest


class Contradiction(Exception):
    """No table agrees with what is taken for known."""


def narrow(problem, wanted, truth):
    """The bounds of every wanted number that lies within fewer than WIDTH values. `truth` spares work: it is one possible table."""
    found = {}
    for component in problem.components():
        mine = [name for name in component if name in wanted]
        if mine:
            found.update(one(problem, component, mine, truth))
    for name in wanted:
        if problem.known(name):
            found[name] = (problem.low[name], problem.high[name])
    return found


def one(problem, component, mine, truth):
    place = {name: at for at, name in enumerate(component)}
    entries, lows, highs = [], [], []
    for terms, low, high, _ in problem.rows:
        if any(name in place for name in terms):
            fixed = sum(times * problem.low[name] for name, times in terms.items() if name not in place)
            for name, times in terms.items():
                if name in place:
                    entries.append((len(lows), place[name], times))
            lows.append(low - fixed)
            highs.append(high - fixed)
    low = np.array([problem.low[name] for name in component], dtype=float)
    high = np.array([problem.high[name] for name in component], dtype=float)
    # Nobody counts more than all there is; a bound keeps the programs bounded and changes no narrow interval.
    high = np.minimum(high, np.maximum(low, max(truth.get(name, 0) for name in component)) + 1000.0)
    rows, columns, values = zip(*entries) if entries else ((), (), ())
    matrix = csr_matrix((values, (rows, columns)), shape=(len(lows), len(component)))
    lows, highs = np.array(lows, dtype=float), np.array(highs, dtype=float)
    start = np.array([truth.get(name, np.nan) for name in component], dtype=float)
    reached = np.vstack([start, start])
    if np.isnan(start).any():
        reached[:] = np.inf, -np.inf

    def extreme(weights, whole):
        if whole:
            limits = [LinearConstraint(matrix, lows, highs)] if len(lows) else []
            answer = milp(weights, integrality=np.ones(len(component)), bounds=Bounds(low, high), constraints=limits, options={"time_limit": 10})
        else:
            same = lows == highs
            equal, upper = matrix[same], matrix[~same]
            finite_high, finite_low = np.isfinite(highs[~same]), np.isfinite(lows[~same])
            from scipy.sparse import vstack

            unequal = vstack([upper[finite_high], -upper[finite_low]]) if upper.shape[0] else None
            right = np.concatenate([highs[~same][finite_high], -lows[~same][finite_low]])
            answer = linprog(weights, A_ub=unequal if unequal is not None and unequal.shape[0] else None,
                             b_ub=right if unequal is not None and unequal.shape[0] else None,
                             A_eq=equal if equal.shape[0] else None, b_eq=lows[same] if equal.shape[0] else None,
                             bounds=np.column_stack([low, high]), method="highs")
        if answer.x is None:
            if answer.status == 2:
                raise Contradiction(component[0], {})
            return None
        # Only a table of whole numbers is a witness.
        table = np.round(answer.x)
        inside = np.abs(table - answer.x).max() < 1e-5
        if inside:
            reached[0] = np.minimum(reached[0], table)
            reached[1] = np.maximum(reached[1], table)
        return answer.x

    dice = np.random.default_rng(7)
    for round_ in range(8):
        weights = np.ones(len(component)) if round_ == 0 else -np.ones(len(component)) if round_ == 1 else dice.normal(size=len(component))
        extreme(weights, False)
    found = {}
    for name in mine:
        at = place[name]
        for sign in (1.0, -1.0):
            if reached[1, at] - reached[0, at] >= WIDTH:
                break
            weights = np.zeros(len(component))
            weights[at] = sign
            extreme(weights, False)
            if reached[1, at] - reached[0, at] < WIDTH:
                extreme(weights, True)
        if reached[1, at] - reached[0, at] < WIDTH:
            found[name] = tuple(reached[:, at])
    return found
