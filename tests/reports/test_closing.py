"""The end of the paper: who signed and approved what, what was changed afterwards, the history, the proof."""

import copy
import hashlib
from typing import Any

from app.reports.paper import Change, Difference
from tests.reports import papers
from tests.reports.papers import step, version_of
from tests.reports.slips import (
    OLGA,
    ORDER,
    REPORT,
    content,
    row,
    row_id,
    signed,
    slip_of,
    usual_rows,
    wall,
)

SIGNATURE = "5" * 64


def paper_of(slip, **more) -> Any:
    return papers.paper_of(slip, **more)


def usual(**more):
    return slip_of(content(ORDER | REPORT, usual_rows(["1" * 64, "2" * 64], SIGNATURE)), **more)


def test_signed_means_the_hashes_agree():
    slip = usual()
    paper = paper_of(slip)
    assert hashlib.sha256(paper.content).hexdigest() == slip.content_hash == paper.closing.content_hash
    assert paper.closing.proof == "Diese Fassung ist die, die unterschrieben wurde."
    signing = paper.closing.signing
    assert (signing.who, signing.role, signing.when) == (
        "Jörg Lindner",
        "Bauleiter, Stadt Königsbrück",
        "25.11.2026, 16:26",
    )
    assert (signing.picture, signing.words[:20]) == (SIGNATURE, "Ich bestätige Art un")
    assert paper.pictures == ("1" * 64, "2" * 64, SIGNATURE)


def test_a_correction_after_the_signature_is_shown_with_every_difference():
    first = usual()
    changed = copy.deepcopy(first.content)
    changed["rows"][row_id(1)]["fields"]["end"] = wall("15:45")
    changed["rows"][row_id(12)]["dropped"] = 1
    second = slip_of(changed, version=2)
    correction = version_of(second, seq=10, by=OLGA, reason="Ende laut Rücksprache", at="2026-11-26T07:00:00.000Z")
    closing = paper_of(second, versions=[version_of(first), correction]).closing
    assert closing.changes == (Change(2, "26.11.2026, 08:00", "Olga Hartmann", "Ende laut Rücksprache"),)
    mortar = "Material Verbundmörtel 300 ml"
    assert closing.differences == (
        Difference("Zeit Anna Richter, Ende", "25.11.2026, 16:15", "25.11.2026, 15:45"),
        Difference(f"{mortar}, Charge", "26-3381", "–"),
        Difference(f"{mortar}, Menge geplant", "2", "–"),
        Difference(f"{mortar}, Menge", "3", "–"),
        Difference(f"{mortar}, Herkunft", "Fahrzeug", "–"),
        Difference(f"{mortar}, Text", "Verbundmörtel 300 ml", "–"),
        Difference(f"{mortar}, Einheit", "Kart.", "–"),
    )
    assert closing.proof.startswith(f"Unterschrieben wurde Fassung 1 mit der Prüfsumme {first.content_hash}.")


def test_the_latest_signature_counts():
    slip = slip_of(
        content(ORDER, [signed("6" * 64, name="Erste", content_hash="0" * 64), signed("7" * 64, name="Zweite")])
    )
    slip.content["rows"][row_id(2)]["seq"] = 9
    assert paper_of(slip).closing.signing.who == "Zweite"


def test_without_a_signature_the_reason_is_printed():
    absent = row("signature", seq=7, outcome="absent", reason="Bauleiter war schon weg.")
    closing = paper_of(slip_of(content(ORDER, [absent]))).closing
    assert (closing.signing.outcome, closing.signing.picture) == ("absent", None)
    assert closing.signing.words == "Nicht unterschrieben: Es war niemand da, der unterschreiben konnte."
    assert (closing.signing.reason, closing.proof) == (
        "Bauleiter war schon weg.",
        "Diese Fassung wurde ohne Unterschrift abgegeben.",
    )


def test_the_history_tells_decisions_and_sums_up_the_filling_in():
    assert paper_of(usual()).closing.trail == (
        ("Mo 23.11.2026, 14:05", "geplant von Olga Hartmann, Büro"),
        ("Mi 25.11.2026, 16:00", "ausgefüllt von Anna Richter, Ben Nowak"),
        ("Mi 25.11.2026, 16:30", "abgegeben von Anna Richter, unterschrieben von Jörg Lindner"),
        ("Mi 25.11.2026, 16:45", "zurückgegeben von Olga Hartmann, Büro: Feld 5"),
        ("Mi 25.11.2026, 17:03", "abgegeben von Anna Richter, unterschrieben von Jörg Lindner"),
        ("Do 26.11.2026, 08:12", "freigegeben von Max Lehmann"),
    )


def test_the_history_names_who_signed_the_work_and_not_who_signed_besides():
    def hand_in(n, **client):
        own, extent = {"part": "own", "outcome": "signed", "name": "Anna Richter"}, {"part": "extent", **client}
        rows = {row_id(key): pairs(fields) for key, fields in ((51, extent), (52, own))}
        return step(n, "submit", "2026-11-25T15:00:00.000Z", "Anna Richter", rows=rows)

    def pairs(fields):
        return {"table": "signature", "fields": {name: [None, value] for name, value in fields.items()}}

    steps = [hand_in(1, outcome="signed", name="Jörg Lindner"), hand_in(2, outcome="refused", reason="Nicht heute")]
    assert [what for _, what in paper_of(usual(), steps=steps).closing.trail] == [
        "abgegeben von Anna Richter, unterschrieben von Jörg Lindner",
        "abgegeben von Anna Richter, ohne Unterschrift",
    ]


def test_every_kind_of_step_has_words():
    kinds = ("create", "plan", "withdraw", "correct", "void", "remark", "resolve", "detach")
    steps = [
        step(n, kind, "2026-11-25T15:00:00.000Z", "Olga Hartmann", patch={"reason": [None, "Grund"]})
        for n, kind in enumerate(kinds, start=1)
    ]
    told = [what for _, what in paper_of(usual(), steps=steps).closing.trail]
    assert told == [
        "geplant von Olga Hartmann, Büro",
        "Plan geändert von Olga Hartmann, Büro",
        "zurückgenommen von Olga Hartmann",
        "ergänzt von Olga Hartmann, Büro: Grund",
        "storniert von Olga Hartmann: Grund",
        "ausgefüllt von Olga Hartmann",
    ]


def test_approval_and_hand_in_stand_under_the_signature():
    closing = paper_of(usual()).closing
    assert closing.approved == ("Max Lehmann", "26.11.2026, 08:12")
    assert closing.handed_in == ("Anna Richter", "25.11.2026, 17:03")


def test_until_it_is_approved_it_is_a_preview():
    marks = {state: paper_of(usual(state=state)).order.mark for state in ("draft", "submitted", "returned", "void")}
    assert marks == {
        "draft": "Vorschau, nicht freigegeben",
        "submitted": "Vorschau, nicht freigegeben",
        "returned": "Vorschau, nicht freigegeben",
        "void": "Storniert",
    }
    assert paper_of(usual(state="submitted")).closing.approved is None
