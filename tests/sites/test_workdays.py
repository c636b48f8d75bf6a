"""Holidays of a place and the six Werktage within which a slip comes back."""

from datetime import date

import pytest

from app.sites.workdays import Place, accepted_on, add_werktage, holidays_at

SAXONY, BRANDENBURG = Place("SN"), Place("BB")


def test_the_year_2026_in_saxony():
    assert {day.isoformat(): name for day, name in holidays_at(SAXONY, 2026).items()} == {
        "2026-01-01": "Neujahr", "2026-04-03": "Karfreitag", "2026-04-06": "Ostermontag", "2026-05-01": "Erster Mai",
        "2026-05-14": "Christi Himmelfahrt", "2026-05-25": "Pfingstmontag", "2026-10-03": "Tag der Deutschen Einheit",
        "2026-10-31": "Reformationstag", "2026-11-18": "Buß- und Bettag", "2026-12-25": "Erster Weihnachtstag",
        "2026-12-26": "Zweiter Weihnachtstag",
    }  # fmt: skip


def test_penance_day_is_a_holiday_in_saxony_only():
    assert date(2027, 11, 17) in holidays_at(SAXONY, 2027)
    assert date(2026, 11, 18) not in holidays_at(BRANDENBURG, 2026)


@pytest.mark.parametrize(
    "municipality, quarter, is_one",
    [
        ("Crostwitz", "", True), ("Crostwitz", "Horka", True), ("Dresden", "", False), ("", "", False),
        ("Bautzen", "", False), ("Bautzen", "Salzenforst", True), ("Bautzen", "Auritz", False),
        (" bautzen ", "BOLBRITZ", True),
        ("Königswartha", "", True), ("Königswartha", "Wartha", False), ("Großdubrau", "Sdier", True),
        ("Großdubrau", "", False), ("Hoyerswerda", "Dörgenhausen", True), ("Neschwitz", "Saritsch", True),
        ("Göda", "Prischwitz", True), ("Wittichenau", "", True), ("Ralbitz-Rosenthal", "", True),
    ],
)  # fmt: skip
def test_corpus_christi_in_saxony(municipality, quarter, is_one):
    assert (date(2026, 6, 4) in holidays_at(Place("SN", municipality, quarter), 2026)) is is_one


def test_a_place_of_that_name_elsewhere_does_not_count():
    assert date(2026, 6, 4) not in holidays_at(Place("BB", "Crostwitz"), 2026)


@pytest.mark.parametrize(
    "received, place, last",
    [
        ("2026-11-18", SAXONY, "2026-11-25"),  # handed over on a holiday: Thu, Fri, Sat, Mon, Tue, Wed
        ("2026-11-16", SAXONY, "2026-11-24"),  # over the holiday
        ("2026-11-16", BRANDENBURG, "2026-11-23"),  # the same days without it
        ("2026-11-13", SAXONY, "2026-11-21"),  # over a weekend and the holiday, ending on a Saturday
        ("2026-11-21", SAXONY, "2026-11-28"),  # handed over on a Saturday
        ("2026-11-22", SAXONY, "2026-11-28"),  # handed over on a Sunday
        ("2026-12-22", SAXONY, "2026-12-31"),  # Christmas Eve is a Werktag, 25, 26 and 27 are none
        ("2026-12-24", SAXONY, "2027-01-04"),  # over New Year
        ("2026-06-02", Place("SN", "Crostwitz"), "2026-06-10"),
        ("2026-06-02", Place("SN", "Dresden"), "2026-06-09"),
    ],
)
def test_six_werktage(received, place, last):
    assert accepted_on(date.fromisoformat(received), place) == date.fromisoformat(last)


def test_twelve_werktage_until_an_acceptance_counts_as_given():
    assert accepted_on(date(2026, 11, 18), SAXONY, 12) == date(2026, 12, 2)


def test_there_is_something_to_wait_for():
    with pytest.raises(ValueError, match="not a number of days to wait: 0"):
        add_werktage(date(2026, 11, 18), 0, ())
    with pytest.raises(ValueError, match="not a state: XX"):
        holidays_at(Place("XX"), 2026)
