"""Holidays of a place, and Werktage: the clock of VOB/B § 15 (3).

A holiday is law where the work is done, not where the firm sits. Corpus Christi is one in some places of Saxony only,
partly in single quarters (Fronleichnamsverordnung). Local holidays of other states are not known here.
"""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from holidays import country_holidays
from holidays.constants import CATHOLIC, PUBLIC

SUNDAY = 7
STATES = ("BB", "BE", "BW", "BY", "HB", "HE", "HH", "MV", "NI", "NW", "RP", "SH", "SL", "SN", "ST", "TH")
GERMAN = "de"

# Municipality -> the quarters where Corpus Christi is a holiday; none named: everywhere in it but NOT_THERE.
CORPUS_CHRISTI_IN_SAXONY: dict[str, tuple[str, ...]] = {
    "crostwitz": (),
    "königswartha": (),
    "nebelschütz": (),
    "panschwitz-kuckau": (),
    "puschwitz": (),
    "räckelwitz": (),
    "radibor": (),
    "ralbitz-rosenthal": (),
    "wittichenau": (),
    "bautzen": ("bolbritz", "salzenforst"),
    "göda": ("prischwitz",),
    "großdubrau": ("sdier",),
    "hoyerswerda": ("dörgenhausen",),
    "neschwitz": ("neschwitz", "saritsch"),
}
NOT_THERE = {"königswartha": ("wartha",)}


@dataclass(frozen=True)
class Place:
    """Where a site is: state, and for the few places that differ municipality and quarter."""

    state: str = "SN"
    municipality: str = ""
    quarter: str = ""


def holidays_at(place: Place, first: int, last: int | None = None) -> dict[date, str]:
    """Holidays of the years `first` to `last`, with their German names."""
    found: dict[date, str] = {}
    for year in range(first, (last or first) + 1):
        found |= _public(place.state, year)
        if _keeps_corpus_christi(place):
            found |= _corpus_christi(year)
    return dict(sorted(found.items()))


def add_werktage(received: date, count: int, holidays: Container[date]) -> date:
    """The day on which so many Werktage after `received` have passed: Monday to Saturday, no holiday."""
    if count < 1:
        raise ValueError(f"not a number of days to wait: {count}")
    on = received
    while count:
        on += timedelta(days=1)
        count -= is_werktag(on, holidays)
    return on


def is_werktag(on: date, holidays: Container[date]) -> bool:
    return on.isoweekday() != SUNDAY and on not in holidays


def accepted_on(received: date, place: Place, count: int = 6) -> date:
    """The last day for a slip handed over to come back; after it, it is deemed accepted (§ 15 (3) VOB/B)."""
    return add_werktage(received, count, holidays_at(place, received.year, received.year + 1))


def _keeps_corpus_christi(place: Place) -> bool:
    municipality, quarter = place.municipality.strip().lower(), place.quarter.strip().lower()
    quarters = CORPUS_CHRISTI_IN_SAXONY.get(municipality)
    if place.state != "SN" or quarters is None or quarter in NOT_THERE.get(municipality, ()):
        return False
    return not quarters or quarter in quarters


@cache
def _public(state: str, year: int) -> dict[date, str]:
    if state not in STATES:
        raise ValueError(f"not a state: {state}")
    return dict(country_holidays("DE", subdiv=state, years=year, language=GERMAN, categories=(PUBLIC,)))


@cache
def _corpus_christi(year: int) -> dict[date, str]:
    """What the Catholic category adds. It does so for all of Saxony, so it is asked only for the right places."""
    catholic = country_holidays("DE", subdiv="SN", years=year, language=GERMAN, categories=(CATHOLIC,))
    return {day: name for day, name in catholic.items() if day not in _public("SN", year)}
