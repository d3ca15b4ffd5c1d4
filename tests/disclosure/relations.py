"""Relations between published numbers, as a clever reader with the same program learns them: what holds in every authority looked at.

In: the open figures of several invented authorities. Out: numbers that are always the same one, and numbers that always add up to
others. A reader needs no rule book for this, and it shares none of the program's own reasoning about who is counted where.
"""
from collections import defaultdict

import numpy as np

from published import flow, margins

# Seen in so many authorities and with so many values before it is believed.
SEEN, VALUES = 4, 3
PRIME = (1 << 61) - 1


class Relations:
    """`same[variable]` names its class; `sums` are dictionaries of class -> coefficient that come to nought, with a word on what they say."""

    def __init__(self, tables):
        names = sorted({name for table in tables for name in table})
        self.values = np.array([[table.get(name, 0) for name in names] for table in tables], dtype=np.int64)
        self.column = {name: at for at, name in enumerate(names)}
        self.names = names
        self.sums, self.about, known = [], [], set()
        self._classes()
        for terms, about in self._tables():
            key = tuple(sorted(terms.items()))
            if terms and key not in known:
                known.add(key)
                self.sums.append(terms)
                self.about.append(about)
        for terms, about in self._threes():
            key = tuple(sorted(terms.items()))
            if key not in known:
                known.add(key)
                self.sums.append(terms)
                self.about.append(about)

    def _trusted(self, column):
        values = self.values[:, column]
        return np.count_nonzero(values) >= SEEN and len(set(values[values > 0].tolist())) >= VALUES

    def _classes(self):
        leader, self.same = {}, {}
        for name, column in self.column.items():
            key = tuple(self.values[:, column].tolist()) if self._trusted(column) else name
            # Denominators of the groups of one code are one number, however seldom it is seen.
            if name[2] == "d" and not self._trusted(column):
                key = ("base", name[0], tuple(self.values[:, column].tolist()))
            self.same[name] = leader.setdefault(key, name)
        self.members = defaultdict(list)
        for name, first in self.same.items():
            self.members[first].append(name)

        # Differences, such as a net change, may be less than nought.
        self.signed = {self.same[name] for name, column in self.column.items() if self.values[:, column].min() < 0}

    def vector(self, name):
        return self.values[:, self.column[name]]

    def _tables(self):
        """Groups of a code: their sums, and what comes and goes at each step of a flow."""
        groups = defaultdict(list)
        for code, group, part in self.names:
            if part == "n" and group:
                groups[code].append(group)
        totals = defaultdict(list)
        for first in self.members:
            if self._trusted(self.column[first]):
                totals[tuple(self.vector(first).tolist())].append(first)
        for code, mine in groups.items():
            for chosen in {tuple(sorted(set(margin))) for margin in margins(mine)}:
                if len(chosen) < 2:
                    continue
                whole = sum(self.vector((code, group, "n")) for group in chosen)
                # A distribution makes up its own base, however rare; another number only where that was seen often.
                base = self.same.get((code, chosen[0], "d"))
                if base and whole.any() and np.array_equal(whole, self.vector(base)):
                    yield self._terms([(code, g, "n") for g in chosen], [base]), f"groups of {code} make up {label(base)}"
                for total in totals.get(tuple(whole.tolist()), []):
                    yield self._terms([(code, g, "n") for g in chosen], [total]), f"groups of {code} make up {label(total)}"
            for come, go in flow(mine):
                terms = [[(code, g, "n") for g in side] for side in (come, go)]
                if np.array_equal(*(sum(self.vector(name) for name in side) for side in terms)):
                    yield self._terms(*terms), f"what comes to a step of {code} goes on or ends"

    def _terms(self, plus, minus):
        terms = defaultdict(int)
        for sign, side in ((1, plus), (-1, minus)):
            for name in side:
                terms[self.same[name]] += sign
        return {name: times for name, times in terms.items() if times}

    def _threes(self):
        """One number is always two others together, on whichever pages the three stand."""
        firsts = [f for f in self.members if self._trusted(self.column[f]) and np.count_nonzero(self.vector(f)) >= 2 * SEEN]
        matrix = np.array([self.vector(f) for f in firsts])
        if not len(matrix):
            return
        weights = np.random.default_rng(1).integers(1, 1 << 40, matrix.shape[1])
        marks = (matrix @ weights).astype(np.int64)
        order = np.argsort(marks)
        marks_sorted = marks[order]
        for a in range(len(firsts)):
            wanted = marks[a] + marks[a + 1 :]
            at = np.searchsorted(marks_sorted, wanted)
            hit = (at < len(marks)) & (marks_sorted[np.minimum(at, len(marks) - 1)] == wanted)
            for b in np.nonzero(hit)[0] + a + 1:
                whole = order[np.searchsorted(marks_sorted, marks[a] + marks[b])]
                if np.array_equal(matrix[a] + matrix[b], matrix[whole]):
                    terms = self._terms([firsts[a], firsts[b]], [firsts[whole]])
                    yield terms, f"{label(firsts[a])} and {label(firsts[b])} make up {label(firsts[whole])}"


def label(name):
    code, group, part = name
    return code + (f", {group}" if group else "") + (" (of)" if part == "d" else "")
