"""Months, ages and working days, written from the rulings and the published bank holidays."""
import calendar
import datetime as dt

ONE = dt.timedelta(days=1)


def add_months(day, n):
    """Ruling 1: a month's last day leads to a month's last day."""
    month = day.year * 12 + day.month - 1 + n
    year, month = divmod(month, 12)
    month += 1
    last = calendar.monthrange(year, month)[1]
    if (day + ONE).day == 1:
        return dt.date(year, month, last)
    return dt.date(year, month, min(day.day, last))


def age(born, at):
    return at.year - born.year - ((at.month, at.day) < (born.month, born.day))


def birthday(born, years):
    """The day someone turns that old: of 29 February it is 1 March in a year without one."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return dt.date(born.year + years, 3, 1)


def easter(year):
    """Anonymous Gregorian reckoning."""
    a, b, c = year % 19, year // 100, year % 100
    d, e, f = b // 4, b % 4, (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    l = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * l) // 451
    month, day = divmod(h + l - 7 * m + 114, 31)
    return dt.date(year, month, day + 1)


def monday(year, month, last):
    days = [d for d in range(1, calendar.monthrange(year, month)[1] + 1) if dt.date(year, month, d).weekday() == 0]
    return dt.date(year, month, days[-1 if last else 0])


MOVED = {  # Holidays that moved or came once: year -> (taken away, added).
    1995: ([(5, 1)], [(5, 8)]), 1999: ([], [(12, 31)]), 2002: ([(5, 27)], [(6, 3), (6, 4)]), 2011: ([], [(4, 29)]),
    2012: ([(5, 28)], [(6, 4), (6, 5)]), 2020: ([(5, 4)], [(5, 8)]), 2022: ([(5, 30)], [(6, 2), (6, 3), (9, 19)]), 2023: ([], [(5, 8)]),
}


def holidays(year):
    days = {easter(year) - 2 * ONE, easter(year) + ONE, monday(year, 5, False), monday(year, 5, True), monday(year, 8, True)}
    for month, number in ((1, 1), (12, 25), (12, 26)):
        day = dt.date(year, month, number)
        while day.weekday() > 4 or day in days:
            day += ONE
        days.add(day)
    gone, added = MOVED.get(year, ([], []))
    days -= {dt.date(year, m, d) for m, d in gone}
    return days | {dt.date(year, m, d) for m, d in added}


FIRST = dt.date(1990, 1, 1)
_before = []


def _count(day):
    if not _before:
        free = set().union(*(holidays(y) for y in range(1990, 2061)))
        total, at = 0, FIRST
        while at.year < 2061:
            total += at.weekday() < 5 and at not in free
            _before.append(total)
            at += ONE
    return _before[min(max((day - FIRST).days, 0), len(_before) - 1)]


def working_days(start, end):
    """Working days after the start up to and including the end."""
    return _count(end) - _count(start)
