"""The rules that readings are held against: their parameters, and what a utility may set for a use and a season."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

#: Months of the summer half of the year.
SUMMER = range(5, 11)
USES = ("domestic", "professional", "hotel", "industrial", "farm", "municipal", "social")
SEASONS = ("summer", "winter")

#: Rules and parameters as they hold where nothing else is set. Lengths in m, water in m³, rates in m³ a day.
DEFAULTS: Mapping[str, Mapping[str, float]] = {
    "rollover": {"factor": 4, "floor_m3": 60, "alone_m3_day": 2},
    "reversed": {},
    "below_estimate": {},
    "zero": {"min_days": 20, "floor_m3": 3},
    "stopped": {"periods": 2, "min_days": 40},
    "same_again": {"max_days": 20, "floor_m3": 2},
    "high": {"factor": 2.5, "floor_m3_day": 0.5, "floor_m3": 5, "alone_m3_day": 3, "cap_m3_day": 60},
    "low": {"share": 0.25, "floor_m3_day": 0.2, "min_days": 20},
    "out_of_order": {},
    "wrong_place": {"metres": 40, "connection_metres": 80},
    "wrong_serial": {},
    "closed_connection": {"floor_m3": 1},
    "many_estimates": {"periods": 3},
    "exchange": {},
}

#: What differs from it, by use and season; a season of "" holds for both.
_BY_USE: Mapping[tuple[str, str, str], Mapping[str, float]] = {
    ("high", "domestic", "summer"): {"factor": 3},
    ("high", "social", "summer"): {"factor": 3},
    ("high", "professional", ""): {"factor": 3, "floor_m3_day": 1, "alone_m3_day": 10},
    ("high", "hotel", ""): {"factor": 3, "floor_m3_day": 5, "alone_m3_day": 100},
    ("high", "hotel", "summer"): {"factor": 4},
    ("high", "industrial", ""): {"factor": 3, "floor_m3_day": 10, "alone_m3_day": 200},
    ("high", "farm", ""): {"factor": 6, "floor_m3_day": 5, "alone_m3_day": 100},
    ("high", "municipal", ""): {"factor": 4, "floor_m3_day": 3, "alone_m3_day": 50},
    ("low", "hotel", ""): {"floor_m3_day": 2},
    ("low", "industrial", ""): {"floor_m3_day": 3},
    ("low", "municipal", ""): {"floor_m3_day": 1},
}

#: Hotels and fields stand still in winter: what would be no news is not told.
_OFF = frozenset(
    (code, use, "winter") for code in ("low", "zero", "stopped", "same_again") for use in ("hotel", "farm")
)

#: Without these a reading below another would be billed as it is: they cannot be turned off.
ALWAYS_ON = frozenset({"reversed", "out_of_order"})


@dataclass(frozen=True)
class Setting:
    """What a utility set for a rule; an empty use or season holds for all."""

    check_code: str
    use: str = ""
    season: str = ""
    is_on: bool = True
    parameters: Mapping[str, float] | None = None


@dataclass(frozen=True)
class Rules:
    """The rules for one use in one season: parameters of those that are on."""

    parameters: Mapping[str, Mapping[str, float]]

    def is_on(self, code: str) -> bool:
        """Say whether readings are held against the rule."""
        return code in self.parameters

    def get(self, code: str, name: str) -> float:
        """Return a parameter of a rule that is on."""
        return float(self.parameters[code][name])


def season_of(day: date) -> str:
    """Return the half of the year: summer is May to October."""
    return "summer" if day.month in SUMMER else "winter"


def resolve_rules(use: str, season: str, settings: Iterable[Setting] = ()) -> Rules:
    """Return the rules of a use and season: our defaults, then what was set, the narrower over the wider.

    A parameter that the rule does not know, or that is no number of zero or more, changes nothing.
    """
    found = {code: dict(parameters) for code, parameters in DEFAULTS.items()}
    for at in ("", season):
        for code in DEFAULTS:
            found[code].update(_BY_USE.get((code, use, at), {}))
    off = {code for code, of_use, of_season in _OFF if (of_use, of_season) == (use, season)}
    fitting = [one for one in settings if one.use in ("", use) and one.season in ("", season)]
    for one in sorted(fitting, key=lambda setting: (setting.use != "", setting.season != "")):
        if one.check_code not in found:
            continue
        off = off - {one.check_code} if one.is_on else off | {one.check_code}
        found[one.check_code].update(
            {
                name: float(value)
                for name, value in (one.parameters or {}).items()
                if name in DEFAULTS[one.check_code] and _is_measure(value)
            }
        )
    return Rules({code: given for code, given in found.items() if code not in off - ALWAYS_ON})


def _is_measure(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value >= 0


def list_rules(settings: Iterable[Setting] = ()) -> list[dict[str, object]]:
    """Return a row for each use and season, parameters as `rule_parameter`, null where the rule is off.

    A rule's own name tells whether it is on.
    """
    told = list(settings)
    rows: list[dict[str, object]] = []
    for use in USES:
        for season in SEASONS:
            rules = resolve_rules(use, season, told)
            row: dict[str, object] = {"use": use, "season": season}
            for code, parameters in DEFAULTS.items():
                row[code] = rules.is_on(code)
                for name in parameters:
                    row[f"{code}_{name}"] = rules.get(code, name) if rules.is_on(code) else None
            rows.append(row)
    return rows
