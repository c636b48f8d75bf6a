"""What the random histories fill is all a crew can fill: a new table or field of the app has to be added there."""

from app.slips import lines
from tests.simulation.sheets import PHOTO, REPORT, SHEETS

WITH_BYTES = ("answer", "photo", "signature", "remark")  # made by verbs of their own
BY_HANDS = {"work", "leftover", "finished"}
BY_OFFICE = {"plan_start", "plan_end"}
BYTES = {"sha256", "size", "type", "of", "original"}


def test_every_table_and_every_field_is_filled() -> None:
    asked = {table: fields.keys() - BY_OFFICE for table, fields in lines.TABLES.items() if table not in WITH_BYTES}
    assert {table: set(sheet) for table, sheet in SHEETS.items()} == asked


def test_every_field_of_the_report_and_of_a_picture_is_filled() -> None:
    assert set(REPORT) == lines.REPORT.keys() - BY_HANDS
    assert set(PHOTO) == lines.TABLES["photo"].keys() - BYTES
