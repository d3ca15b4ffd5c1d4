"""The settings of a project as far as figures need them: the as-at date and the reporting window of each list (rulings 1 and 20)."""
import csv
import datetime as dt
import tomllib
from pathlib import Path

from dates import ONE, add_months

KEYS = (
    "contacts early_help referrals assessments section_47 children_in_need child_protection looked_after care_leavers adoption adopters"
).split()


class Settings:
    """What `annexa.toml` says about time and place."""

    def __init__(self, project):
        with open(Path(project) / "annexa.toml", "rb") as file:
            table = tomllib.load(file)
        period = table["period"]
        self.at = _day(period["as_at"])
        self.like, self.population = table["authority"]["like"], table["authority"].get("children")
        set_months = period.get("window_months", {})
        if isinstance(set_months, int):
            set_months = {"default": set_months, "10": set_months, "11": set_months}
        self._published = Path(project) / table["authority"]["published"]
        self._months = _by_number({"adoption": 12, "adopters": 12} | set_months)
        self._default = set_months.get("default", 6)
        self._from, self._to = _by_number(period.get("from", {})), _by_number(period.get("to", {}))

    def window(self, number):
        """First and last day that count for a list."""
        end = _day(self._to.get(number, self.at))
        if number in self._from:
            return _day(self._from[number]), end
        return add_months(end, -self._months.get(number, self._default)) + ONE, end

    def last_published(self, measure):
        """The authority's own number for the latest year to 31 March that was over, of the last five."""
        last = self.at.year - ((self.at.month, self.at.day) <= (3, 31))
        with open(self._published, encoding="utf-8", newline="") as file:
            values = {int(row["year"]): row["value"] for row in csv.DictReader(file) if row["measure"] == measure and row["value"]}
        years = [year for year in values if last - 5 < year <= last]
        return float(values[max(years)]) if years else None

    def yearly(self, number):
        """What a count of the window is multiplied by to stand for a year; the window has whole months."""
        start, end = self.window(number)
        months = next(m for m in range(1, 61) if add_months(end, -m) + ONE == start)
        return 12 / months


def _by_number(table):
    return {KEYS.index(key) + 1 if key in KEYS else int(key): value for key, value in table.items() if key != "default"}


def _day(value):
    return dt.date.fromisoformat(value) if isinstance(value, str) else value
