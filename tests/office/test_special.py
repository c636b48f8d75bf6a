"""A slip with everything a crew can fill, as the desk reads and corrects it."""

import pytest

from app.office.correcting_lines import LINES
from app.slips import replay
from app.slips.slip import live_rows
from tests.cast import at_desk, phone_of
from tests.office.desk import Page, slip_now
from tests.reports.whole import whole

PHOTOS = [f"{n}" * 64 for n in range(5)]
SIGNATURES = [sign * 64 for sign in "abcd"]
BY_HAND = ("photo", "signature", "time", "break")


@pytest.fixture
def full(firm, client, cast):
    """Anna's slip with every record of the whole slip on it, handed in."""
    from tests.cast import plan
    from tests.office.desk import confirm

    slip_id = plan(firm, cast)
    phone = phone_of(firm, client, cast.anna)
    confirm(phone, slip_id)
    rows = whole(PHOTOS, SIGNATURES).content["rows"]
    told = {
        row_id: {
            "table": row["table"],
            "fields": {name: [None, value] for name, value in row["fields"].items() if not name.startswith("plan_")},
        }
        for row_id, row in rows.items()
        if row["table"] not in BY_HAND and "sha256" not in row["fields"]
    }
    result = phone.do("add_row", slip_id, rows=told)
    assert result["result"] == "applied", result
    assert phone.hand_in(slip_id)["result"] == "applied"
    return slip_id


def test_the_desk_shows_every_record(client, full):
    page = Page(at_desk(client).get(f"/slips/{full}").text)
    for words in (
        "Vergessenes geholt", "Zeugnis 3.1 Nr. 88-4471", "2*(1,20+0,85)+3,4", "7,5 m", "Tür T 1.04", "1008 mm",
        "Kraftbetätigtes Tor, Prüfung", "Schließkante spricht nicht an.", "14,00 €", "Vorleistung fehlt",
        "Fußplatten zu nah am Rand.", "Mangel 2", "Wandanschluss links", "Beton musste fertig werden.",
        "Hebebühne 12 m", "ab zu Hause"[3:],
    ):  # fmt: skip
        assert words in page.text, words


def test_a_version_of_before_shows_its_own_records(client, full):
    page = Page(at_desk(client).get(f"/slips/{full}/versions/1").text)
    assert "Vorleistung fehlt" in page.text


def test_the_desk_corrects_every_kind_of_line(firm, client, full):
    desk = at_desk(client)
    page = Page(desk.get(f"/slips/{full}/corrections").text)
    rows = slip_now(firm, full).content["rows"]
    one = {row["table"]: row_id for row_id, row in sorted(rows.items(), reverse=True)}
    typed = {
        "reason": "Laut Rücksprache mit Anna", **page.forms[f"/slips/{full}/corrections"],
        f"formula_{one['measurement']}": "2*1,5", f"unit_{one['measurement']}": "m",
        f"until_{one['obstruction']}": "11:30", f"severity_{one['defect']}": "major",
        f"wished_{one['follow_up']}": "2026-12-03", f"amount_cents_{one['allowance']}": "2800",
        f"position_{one['time']}": "03.02.0040", f"text_{one['time']}": "Konsole versetzt",
        f"quantity_{one['material']}": "15,5", "keys_returned": "yes", "agreed_with": "Jörg Lindner",
    }  # fmt: skip
    answer = desk.post(f"/slips/{full}/corrections", data=typed, follow_redirects=False)
    assert answer.status_code == 303, Page(answer.text).text
    now = slip_now(firm, full).content
    fields = {table: now["rows"][row_id]["fields"] for table, row_id in one.items()}
    assert (fields["measurement"]["formula"], fields["measurement"]["quantity"]) == ("2*1,5", "3")
    assert (fields["time"]["position"], fields["time"]["text"]) == ("03.02.0040", "Konsole versetzt")
    assert "Schließkantensicherung wirkt" in page.text
    assert fields["obstruction"]["until"] == "2026-11-25T11:30+01:00"
    assert (fields["defect"]["severity"], fields["follow_up"]["wished"]) == ("major", "2026-12-03")
    assert (fields["allowance"]["amount_cents"], fields["material"]["quantity"]) == (2800, "15.5")
    assert (now["fields"]["keys_returned"], now["fields"]["agreed_with"]) == ("yes", "Jörg Lindner")


def test_what_cannot_be_calculated_is_said_at_its_field(client, firm, full):
    desk = at_desk(client)
    row_id = next(key for key, row in slip_now(firm, full).content["rows"].items() if row["table"] == "measurement")
    page = Page(desk.get(f"/slips/{full}/corrections").text)
    typed = {"reason": "x", **page.forms[f"/slips/{full}/corrections"], f"formula_{row_id}": "2*(1"}
    answer = desk.post(f"/slips/{full}/corrections", data=typed)
    assert answer.status_code == 422
    assert "Dieser Rechenweg lässt sich nicht ausrechnen." in answer.text


def test_every_field_and_every_code_has_words(client):
    from app.office.labels import HIDDEN
    from app.pages import texts
    from app.slips import lines

    for lang in ("de", "en"):
        named = {("slip", name) for name in lines.FIELDS} | {
            (t, name) for t, names in lines.TABLES.items() for name in names
        }
        lacking = [
            one for one in named if one[1] not in HIDDEN and f"office.field.{one[0]}.{one[1]}" not in texts(lang)
        ]
        assert lacking == []


def lines_form(desk, slip_id, **more):
    """The correction form as it is shown, with what is typed into it."""
    return Page(desk.get(f"/slips/{slip_id}/corrections").text).forms[f"/slips/{slip_id}/corrections"] | {
        "reason": "Laut Rücksprache mit Anna", **more,
    }  # fmt: skip


def only(rows, table):
    return {row_id: row["fields"] for row_id, row in live_rows({"rows": rows}, table).items()}


def test_the_desk_adds_lines_of_every_table(firm, client, cast, full):
    desk, before = at_desk(client), slip_now(firm, full)
    typed = lines_form(
        desk, full,
        **{
            "person_new-time-1": cast.karol.id, "start_new-time-1": "22", "end_new-time-1": "2:30",
            "break_start_new-time-1": "0:15", "break_end_new-time-1": "00:45", "activity_new-time-1": "work",
            "text_new-time-1": "Notdienst am Tor", "new_material": "2", "text_new-material-2": "Anker M12",
            "quantity_new-material-2": "1,5", "unit_new-material-2": "Pkg", "person_new-trip-1": cast.ben.id,
            "role_new-trip-1": "driver", "km_new-trip-1": "18,5", "text_new-equipment-1": "Kran",
            "minutes_new-equipment-1": "90", "formula_new-measurement-1": "2*1,5", "unit_new-measurement-1": "m",
            "text_new-measurement-1": "Handlauf", "text_new-defect-1": "Delle", "severity_new-defect-1": "minor",
            "cause_new-obstruction-1": "weather", "since_new-obstruction-1": "10", "against_new-concern-1": "plan",
            "cause_new-follow_up-1": "time", "person_new-allowance-1": cast.ben.id, "text_new-allowance-1": "Schmutz",
        },
    )  # fmt: skip
    answer = desk.post(f"/slips/{full}/corrections", data=typed, follow_redirects=False)
    assert answer.status_code == 303, Page(answer.text).text
    now = slip_now(firm, full)
    new = {id_: row for id_, row in now.content["rows"].items() if id_ not in before.content["rows"]}
    (time,) = only(new, "time").values()
    assert (time["name"], time["start"], time["end"]) == (
        "Karol Wiśniewski", "2026-11-25T22:00+01:00", "2026-11-26T02:30+01:00",
    )  # fmt: skip
    (pause,) = only(new, "break").values()
    assert (pause["time"], pause["start"], pause["end"][11:16]) == (
        next(iter(only(new, "time"))), "2026-11-26T00:15+01:00", "00:45",
    )  # fmt: skip
    assert list(only(new, "material").values()) == [{"text": "Anker M12", "quantity": "1.5", "unit": "Pkg"}]
    assert list(only(new, "trip").values()) == [
        {"person": cast.ben.id, "name": "Ben Nowak", "role": "driver", "km": "18.5"}
    ]
    assert list(only(new, "measurement").values()) == [
        {"text": "Handlauf", "formula": "2*1,5", "quantity": "3", "unit": "m"}
    ]
    assert sorted(row["table"] for row in new.values()) == sorted(LINES)
    assert (now.version, now.minutes - before.minutes) == (2, 240)
    page = Page(desk.get(f"/slips/{full}").text).text
    assert "Anker M12" in page and "Notdienst am Tor" in page
    assert firm.database.write(replay.rebuild) == []


def test_the_desk_takes_lines_off_and_the_history_says_so(firm, client, full):
    desk, before = at_desk(client), slip_now(firm, full)
    rows = before.content["rows"]
    ben, material = (
        next(id_ for id_, one in only(rows, table).items() if one.get("name", "Ben Nowak") == "Ben Nowak")
        for table in ("time", "material")
    )
    typed = lines_form(desk, full, drop=[ben, material], **{f"quantity_{material}": "99"})
    assert desk.post(f"/slips/{full}/corrections", data=typed, follow_redirects=False).status_code == 303
    now = slip_now(firm, full)
    assert (ben in only(now.content["rows"], "time"), material in only(now.content["rows"], "material")) == (
        False,
        False,
    )
    assert [one for one in only(now.content["rows"], "break").values() if one["time"] == ben] == []
    assert before.minutes - now.minutes == 480
    assert now.content["rows"][material]["fields"] == rows[material]["fields"]
    page = Page(desk.get(f"/slips/{full}").text).text
    assert page.count("Zeile: gestrichen") == 4  # Ben's time, his two breaks, the material
    assert rows[material]["fields"]["text"] in Page(desk.get(f"/slips/{full}/versions/1").text).text
    assert firm.database.write(replay.rebuild) == []


def test_a_phone_sees_the_lines_of_a_correction(firm, client, cast, full):
    desk, anna = at_desk(client), phone_of(firm, client, cast.anna)
    row_id = next(iter(only(slip_now(firm, full).content["rows"], "defect")))
    typed = lines_form(desk, full, drop=[row_id], **{"text_new-material-1": "Anker M12"})
    assert desk.post(f"/slips/{full}/corrections", data=typed, follow_redirects=False).status_code == 303
    told = anna.slip(full)["rows"]
    assert row_id not in told
    assert "Anker M12" in [row["fields"].get("text") for row in told.values() if row["table"] == "material"]


def test_one_more_line_keeps_what_was_typed_and_saves_nothing(firm, client, full):
    desk = at_desk(client)
    typed = lines_form(desk, full, **{"text_new-material-1": "Anker M12", "more": "material", "reason": ""})
    answer = desk.post(f"/slips/{full}/corrections", data=typed)
    assert (answer.status_code, slip_now(firm, full).version) == (200, 1)
    assert 'value="Anker M12"' in answer.text and 'name="text_new-material-2"' in answer.text
    assert Page(answer.text).forms[f"/slips/{full}/corrections"]["new_material"] == "2"


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"text_new-time-1": "x"}, "person_new-time-1"),
        ({"start_new-time-1": "7", "person_new-time-1": "{karol}"}, "end_new-time-1"),
        ({"start_new-break-1": "9", "end_new-break-1": "9:15"}, "time_new-break-1"),
        ({"formula_new-measurement-1": "2*("}, "formula_new-measurement-1"),
        ({"quantity_new-material-1": "viel"}, "quantity_new-material-1"),
        (
            {
                "person_new-time-1": "{karol}",
                "start_new-time-1": "7",
                "end_new-time-1": "9",
                "break_start_new-time-1": "8",
            },
            "break_end_new-time-1",
        ),
        ({"person_new-trip-1": "nobody"}, "person_new-trip-1"),
    ],
)
def test_a_line_that_is_not_whole_is_said_at_its_field(firm, client, cast, full, typed, field):
    desk = at_desk(client)
    said = {name: value.format(karol=cast.karol.id) for name, value in typed.items()}
    answer = desk.post(f"/slips/{full}/corrections", data=lines_form(desk, full, **said))
    assert (answer.status_code, f'id="{field}-wrong"' in answer.text) == (422, True)
    assert slip_now(firm, full).version == 1


def test_what_has_an_identity_of_its_own_is_not_taken_off(firm, client, full):
    desk, rows = at_desk(client), slip_now(firm, full).content["rows"]
    fixed = [id_ for id_, row in rows.items() if row["table"] in ("answer", "away", "reason", "signature", "photo")]
    answer = desk.post(f"/slips/{full}/corrections", data=lines_form(desk, full, drop=fixed))
    assert (answer.status_code, "Es ist nichts geändert." in answer.text) == (422, True)
