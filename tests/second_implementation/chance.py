"""The statistics a second time: `chance.py` prints a thousand made-up series with all that follows from them, one JSON object a line.

Written from the published rules alone, in exact fractions and long decimals, so that nothing here rounds as the program does:
limits and the four rules of Making Data Count, Wilson's and Byar's intervals, Poisson limits interpolated between counts,
over-dispersion with extremes drawn in. (Named so that it does not stand before Python's own module of statistics.)
"""
import json
import math
import random
from decimal import Decimal, getcontext
from fractions import Fraction

SEED, SERIES = 20250930, 1000
getcontext().prec = 60


# The normal deviate that leaves a tail, by halving the complementary error function.
def deviate(tail):
    low, high = 0.0, 10.0
    while True:
        middle = (low + high) / 2
        if middle in (low, high):
            return middle
        if math.erfc(middle / math.sqrt(2)) / 2 > tail:
            low = middle
        else:
            high = middle


TAILS = {"95": "0.025", "998": "0.001"}
Z = {width: Decimal(deviate(float(tail))) for width, tail in TAILS.items()}


def dec(value):
    value = Fraction(value)
    return Decimal(value.numerator) / Decimal(value.denominator)


def mean(values):
    return sum(values, Fraction(0)) / len(values)


# --- Control charts -------------------------------------------------------------------------------------------------------------------

def limits(points, screened):
    """Mean, mean moving range and the four lines of the first twelve points, or of fewer; nothing of one."""
    base = points[:12]
    moves = [abs(b - a) for a, b in zip(base, base[1:])]
    if not moves:
        return None
    typical = mean(moves)
    if screened and typical:
        kept = [move for move in moves if move < Fraction("3.267") * typical]
        typical = mean(kept)
    middle = mean(base)
    far, near = Fraction("2.66") * typical, Fraction("1.773") * typical
    return {"mean": middle, "range": typical, "lower": middle - far, "near_lower": middle - near,
            "near_upper": middle + near, "upper": middle + far, "points": len(base)}


def flags(points, lines):
    """One letter a point: O T D S upwards, o t d s downwards, a dot where chance explains it. D: two of three."""
    letters = ["."] * len(points)
    middle = lines["mean"]

    def write(places, letter):
        for place in places:
            letters[place] = letter

    # Shift, the last in order: each window of seven on one side flags all its seven.
    for start in range(len(points) - 6):
        window = points[start:start + 7]
        if all(value > middle for value in window):
            write(range(start, start + 7), "S")
        if all(value < middle for value in window):
            write(range(start, start + 7), "s")
    # Two of three, all three on one side; only those in the outer third, and none that lies outside.
    for start in range(len(points) - 2):
        window = range(start, start + 3)
        high = [place for place in window if lines["near_upper"] < points[place] <= lines["upper"]]
        low = [place for place in window if lines["lower"] <= points[place] < lines["near_lower"]]
        if all(points[place] > middle for place in window) and len(high) >= 2:
            write(high, "D")
        if all(points[place] < middle for place in window) and len(low) >= 2:
            write(low, "d")
    # Trend: seven points joined by six rises, or six falls; the later of two that share a point names it.
    for start in range(len(points) - 6):
        window = points[start:start + 7]
        if all(b > a for a, b in zip(window, window[1:])):
            write(range(start, start + 7), "T")
        if all(b < a for a, b in zip(window, window[1:])):
            write(range(start, start + 7), "t")
    for place, value in enumerate(points):
        if value > lines["upper"]:
            letters[place] = "O"
        if value < lines["lower"]:
            letters[place] = "o"
    return "".join(letters)


def chart(points, breaks, screened):
    """Stretches between the breaks, each with lines of its own, and the letters of all points."""
    edges = [0, *breaks, len(points)]
    stretches, letters = [], ""
    for start, end in zip(edges, edges[1:]):
        lines = limits(points[start:end], screened)
        stretches.append({name: float(value) for name, value in lines.items()} if lines else None)
        letters += flags(points[start:end], lines) if lines else "." * (end - start)
    return {"stretches": stretches, "letters": letters}


# --- Intervals ------------------------------------------------------------------------------------------------------------------------

def wilson(part, whole, z):
    """The roots of (p - P)^2 = z^2 P (1 - P) / n in P, by the quadratic formula."""
    p, n = Decimal(part) / Decimal(whole), Decimal(whole)
    a, b, c = 1 + z * z / n, -(2 * p + z * z / n), p * p
    root = (b * b - 4 * a * c).sqrt()
    return [float((-b - root) / (2 * a)), float((-b + root) / (2 * a))]


def byar(events, z):
    x = Decimal(events)
    low = Decimal(0) if x == 0 else x * (1 - 1 / (9 * x) - z / (3 * x.sqrt())) ** 3
    y = x + 1
    return [float(max(low, Decimal(0))), float(y * (1 - 1 / (9 * y) + z / (3 * y.sqrt())) ** 3)]


def ratio(first, second, z):
    """The roots of (a - R b)^2 = z^2 R (a + b) in R."""
    a, b = Decimal(first), Decimal(second)
    middle = 2 * a * b + z * z * (a + b)
    root = (middle * middle - 4 * b * b * a * a).sqrt()
    return [float((middle - root) / (2 * b * b)), float((middle + root) / (2 * b * b))]


def poisson(expected, tail):
    """Spiegelhalter's limits: the least r with P(X <= r) >= p, less the part of its weight that is too much."""
    mu, tail = dec(expected), Decimal(tail)
    if mu == 0:
        return [0.0, 0.0]
    found = []
    term, total, r = (-mu).exp(), Decimal(0), 0
    wanted = [tail, 1 - tail]
    while wanted:
        total += term
        while wanted and total >= wanted[0]:
            found.append(r - (total - wanted[0]) / term)
            wanted.pop(0)
        r += 1
        term = term * mu / r
    return [float(max(found[0], Decimal(0))), float(found[1])]


# --- Funnels --------------------------------------------------------------------------------------------------------------------------

def percentile(ordered, part):
    """A spreadsheet's PERCENTILE.INC."""
    place = Fraction(part) * (len(ordered) - 1)
    below = place.numerator // place.denominator
    rest = dec(place - below)
    return ordered[below] if rest == 0 else ordered[below] * (1 - rest) + ordered[below + 1] * rest


def funnel(kind, average, areas, sizes):
    """phi, the variance between areas, and the limits at some sizes, by chance alone and with that variance."""
    theta = dec(average)
    own = (lambda n: theta * (1 - theta) / n) if kind == "share" else (lambda n: 1 / (4 * n))
    scale = (lambda v: v) if kind == "share" else (lambda v: v.sqrt())
    spreads = [own(Decimal(size)) for _, size in areas]
    scores = [(scale(dec(value)) - scale(theta)) / spread.sqrt() for (value, _), spread in zip(areas, spreads)]
    ordered = sorted(scores)
    low, high = percentile(ordered, "0.1"), percentile(ordered, "0.9")
    drawn_in = [min(max(score, low), high) for score in scores]
    count = len(scores)
    phi = sum(score * score for score in drawn_in) / count
    weights = [1 / spread for spread in spreads]
    between = (count * phi - (count - 1)) / (sum(weights) - sum(w * w for w in weights) / sum(weights))
    between = max(between, Decimal(0))
    out = {"phi": float(phi), "between": float(between), "chance": [], "usual": []}
    for size in sizes:
        for width, tail in TAILS.items():
            if kind == "share":
                half = Z[width] * own(Decimal(size)).sqrt()
                alone = [float(max(theta - half, Decimal(0))), float(min(theta + half, Decimal(1)))]
            else:
                alone = [limit / size for limit in poisson(Fraction(average) * size, tail)]
            half = Z[width] * (own(Decimal(size)) + between).sqrt()
            low, high = max(scale(theta) - half, Decimal(0)), scale(theta) + half
            usual = [float(low), float(min(high, Decimal(1)))] if kind == "share" else [float(low * low), float(high * high)]
            out["chance"].append(alone)
            out["usual"].append(usual if between > 0 else alone)
    return out


# --- Made-up series -------------------------------------------------------------------------------------------------------------------

def made_up(rng, number):
    """Points in time order as fractions: ten characters by turns, few points and many."""
    many = rng.choice([1, 2, 3, 6, 11, 12, 13, 24, 24, 36, 60])
    character = number % 10
    around = lambda level, width: Fraction(max(0, round(rng.gauss(level, width))))
    if character == 0:
        return [around(30, 6) for _ in range(many)]
    if character == 1:
        return [around(5000, 400) for _ in range(many)]
    if character == 2:
        return [Fraction(rng.choice([0, 0, 0, 0, 1, 2, 7])) for _ in range(many)]
    if character == 3:
        return [Fraction(rng.choice([9, 10, 11])) for _ in range(many)]
    if character == 4:
        return [around(40 + 2 * step, 3) for step in range(many)]
    if character == 5:
        return [around(40 if step < many // 2 else 55, 5) for step in range(many)]
    if character == 6:
        return [Fraction(100 * rng.randint(0, whole), whole) for whole in (rng.randint(1, 60) for _ in range(many))]
    if character == 7:
        return [Fraction(12)] * many
    if character == 8:
        return [around(100, 4) if rng.random() > 0.1 else around(160, 5) for _ in range(many)]
    run, level = [], Fraction(50)
    for _ in range(many):
        level += rng.choice([-3, -1, 1, 1, 2, 3])
        run.append(level / 7)
    return run


def areas_of(rng, kind):
    """Authorities around an average: some as chance has them, some much further."""
    average = Fraction(rng.randint(2, 97), 100) if kind == "share" else Fraction(rng.randint(5, 900), 10000)
    stray = rng.choice([0, 0.02, 0.1, 0.3])
    areas = []
    for _ in range(rng.randint(10, 60)):
        size = rng.randint(20, 900)
        rate = float(average) * max(0.0, 1 + rng.gauss(0, stray))
        spread = math.sqrt(max(rate * size * (1 - float(average) if kind == "share" else 1), 0.01))
        events = max(0, round(rng.gauss(rate * size, spread)))
        if kind == "share":
            events = min(events, size)
        areas.append((Fraction(events, size), size))
    return average, areas


def main():
    rng = random.Random(SEED)
    for number in range(SERIES):
        points = made_up(rng, number)
        breaks = sorted(rng.sample(range(1, len(points)), min(rng.choice([0, 0, 0, 1, 2]), len(points) - 1)))
        whole = rng.choice([1, 7, 29, 148, 1619, 40000])
        part, events = rng.randint(0, whole), rng.choice([0, 1, 2, 9, 41, 600, 25000])
        expected = Fraction(rng.randint(1, 9000), 10)
        kind = ("share", "rate")[number % 2]
        average, areas = areas_of(rng, kind)
        sizes = [rng.randint(1, 50), rng.randint(51, 1000)]
        print(json.dumps({
            "number": number,
            "values": [float(point) for point in points],
            "breaks": breaks,
            "all": chart(points, breaks, False),
            "screened": chart(points, breaks, True),
            "part": part, "whole": whole, "wilson": {width: wilson(part, whole, z) for width, z in Z.items()},
            "events": events, "byar": {width: byar(events, z) for width, z in Z.items()},
            "ratio": {width: ratio(events, whole, z) for width, z in Z.items()},
            "expected": float(expected), "poisson": {width: poisson(expected, tail) for width, tail in TAILS.items()},
            "kind": kind, "average": float(average), "areas": [[float(value), size] for value, size in areas], "sizes": sizes,
            "funnel": funnel(kind, average, areas, sizes),
        }))


if __name__ == "__main__":
    main()
