"""Figures, worked out by hand from tests/reports/month.py, and the slips behind each of them."""

import statistics
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from app.errors import Refusal
from app.reports import figures
from app.reports.figures import Share, quantile
from app.reports.slip_filter import SlipFilter, count_behind, months, read_filter, slips_behind
from tests.reports.month import NORTH, SOUTH, ZONE, A, B, fill, numbers

NOVEMBER = read_filter({"month": "2026-11"})


@pytest.fixture
def month(firm, cast):
    fill(firm, cast)
    with firm.database.read() as session:
        yield session


def behind(session, person, wanted):
    found = numbers(slips_behind(session, person, wanted, zone=ZONE))
    assert count_behind(session, person, wanted, zone=ZONE) == len(found)
    again = read_filter(wanted.query)
    assert again == wanted  # what the link says is what was counted
    return found


def job_hours(session, cast) -> Any:
    return figures.job_hours(session, cast.max, NOVEMBER)


def test_plan_and_actual_per_job(month, cast):
    first, second, none = job_hours(month, cast)
    assert (first.job_id, first.number, first.title, first.site, first.slips) == (A, "26-001", "Vordach", "Halle 4", 2)
    assert (first.period.plan, first.period.actual, first.period.deviation) == (960, 960, 0)
    assert first.period.percent == Decimal("0.0")
    assert (first.whole.plan, first.whole.actual, first.whole.deviation) == (1200, 1460, 260)
    assert first.whole.percent == Decimal("21.7")
    assert (second.number, second.period.plan, second.period.actual) == ("26-002", 0, 95)
    assert (second.period.deviation, second.period.percent, second.whole.percent) == (None, None, None)
    assert (none.job_id, none.slips, none.period.actual, none.whole) == (None, 1, 60, None)


def test_every_hour_opens_its_slips(month, cast):
    first, second, none = job_hours(month, cast)
    assert first.period.behind.query == {"month": "2026-11", "job": A, "state": "approved"}
    assert first.whole.behind.query == {"job": A, "state": "approved"}
    assert none.period.behind.query == {"month": "2026-11", "job": "none", "state": "approved"}
    assert behind(month, cast.max, first.period.behind) == [2, 1]
    assert behind(month, cast.max, first.whole.behind) == [7, 2, 1]
    assert behind(month, cast.max, second.period.behind) == [4]
    assert behind(month, cast.max, none.period.behind) == [5]


def test_hours_altogether_and_by_company_and_kind(month, cast):
    def hours(wanted):
        found = figures.hours(month, cast.max, wanted)
        assert sum(slip.minutes for slip in slips_behind(month, cast.max, found.behind, zone=ZONE)) == found.actual
        return found.plan, found.actual

    assert hours(NOVEMBER) == (1020, 1115)
    assert hours(SlipFilter()) == (1500, 1615)
    assert hours(NOVEMBER.but(company=NORTH)) == (960, 960)
    assert hours(NOVEMBER.but(kind="hourly")) == (60, 155)
    assert hours(NOVEMBER.but(company=SOUTH, kind="order")) == (0, 0)
    assert hours(SlipFilter(from_="2026-11-04", to="2026-11-06")) == (480, 545)


def test_the_process_of_a_month(month, cast):
    found = figures.process(month, cast.max, NOVEMBER, zone=ZONE)
    assert found.submitted.number == 5
    assert (found.same_day.part, found.same_day.of, found.same_day.percent) == (4, 5, Decimal("80.0"))
    assert (found.returned.part, found.returned.of, found.returned.percent) == (2, 5, Decimal("40.0"))
    assert (found.turnaround.median, found.turnaround.p90, found.turnaround.of) == (360, 3204, 4)
    assert {state: count.number for state, count in found.states.items()} == {
        "draft": 0,
        "submitted": 1,
        "returned": 0,
        "approved": 4,
        "void": 1,
    }


def test_every_figure_of_the_process_opens_its_slips(month, cast):
    found = figures.process(month, cast.max, NOVEMBER, zone=ZONE)
    assert behind(month, cast.max, found.submitted.behind) == [5, 4, 3, 2, 1]
    assert found.same_day.behind.query == {"month": "2026-11", "same_day": "1"}
    assert behind(month, cast.max, found.same_day.behind) == [5, 4, 3, 1]
    assert behind(month, cast.max, NOVEMBER.but(same_day=False)) == [2]
    assert behind(month, cast.max, found.returned.behind) == [4, 2]
    assert behind(month, cast.max, found.turnaround.behind) == [5, 4, 2, 1]
    assert behind(month, cast.max, found.states["void"].behind) == [6]


def test_same_day_is_a_question_of_the_firms_clock(month, cast):
    """23:50 in Berlin is the same day; in Istanbul it was tomorrow already."""
    there = figures.process(month, cast.max, NOVEMBER, zone="Europe/Istanbul")
    assert there.same_day.part == 3


def test_nothing_divided_by_nothing_is_nothing(month, cast):
    empty = figures.process(month, cast.max, read_filter({"month": "2027-01"}), zone=ZONE)
    assert (empty.submitted.number, empty.same_day.percent, empty.returned.percent) == (0, None, None)
    assert (empty.turnaround.median, empty.turnaround.p90) == (None, None)
    assert figures.job_hours(month, cast.max, read_filter({"month": "2027-01"})) == []
    assert Share(0, 0, SlipFilter()).percent is None


def test_nobody_sees_figures_of_slips_they_may_not_see(month, cast):
    assert figures.hours(month, cast.anna, NOVEMBER).actual == 1115
    assert figures.hours(month, cast.ben, NOVEMBER).actual == 0
    assert slips_behind(month, cast.ben, NOVEMBER, zone=ZONE) == []


def test_the_list_comes_in_pages(month, cast):
    assert numbers(slips_behind(month, cast.max, SlipFilter(), zone=ZONE, limit=3)) == [7, 6, 5]
    assert numbers(slips_behind(month, cast.max, SlipFilter(), zone=ZONE, limit=3, offset=3)) == [4, 3, 2]


def test_the_months_there_are(month, cast):
    assert months(month, cast.max) == ["2026-12", "2026-11"]
    assert months(month, cast.ben) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("month", "2026-13"), ("month", "11/2026"), ("from", "gestern"), ("to", "2026-11-32"), ("kind", "fun"),
        ("state", "lost"), ("same_day", "yes"), ("returned", "2"), ("submitted", "true"), ("job", "x" * 37),
    ],
)  # fmt: skip
def test_an_address_that_cannot_be_is_refused(name, value):
    with pytest.raises(Refusal) as refused:
        read_filter({name: value})
    assert (refused.value.code, refused.value.details) == ("bad_value", {"field": name})


def test_what_is_not_of_the_filter_is_left_alone():
    assert read_filter({"page": "2", "state": "", "q": "=1"}) == SlipFilter()
    assert read_filter({"from": "2026-11-01", "to": "2026-11-30"}).query == {"month": "2026-11"}
    assert read_filter({"from": "2026-11-02", "job": B}).query == {"from": "2026-11-02", "job": B}


@pytest.mark.parametrize("values", [[7, 1], [3, 1, 2], [30, 120, 600, 4320], list(range(1, 101))])
def test_quantiles_are_those_of_the_textbook(values):
    tenths = statistics.quantiles(values, n=10, method="inclusive")
    assert float(quantile(values, Fraction(9, 10)) or 0) == pytest.approx(tenths[8], abs=1e-9)
    assert quantile(values, Fraction(1, 2)) == Fraction(statistics.median(values))


def test_the_edges_of_quantiles():
    assert quantile([], Fraction(1, 2)) is None
    assert [quantile([5], share) for share in (Fraction(0), Fraction(9, 10), Fraction(1))] == [5, 5, 5]
    assert quantile([30, 120, 600, 4320], Fraction(9, 10)) == 3204
