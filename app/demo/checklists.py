"""The two checklists of the demo firm, as data.

`answer` is check (ok, not ok, does not apply), text, date, measure or choice.
"""

from typing import Any

GATE_FORCE = {"answer": "measure", "unit": "N"}


def _section(title_de: str, title_en: str, *items: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"section": {"de": title_de, "en": title_en}, "answer": "check", **item} for item in items]


def _item(key: str, de: str, en: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "text": {"de": de, "en": en}, **more}


GATE = [
    *_section(
        "Tor", "Gate",
        _item("type", "Bauart", "Type", answer="choice", choices=["Rolltor", "Sektionaltor", "Schiebetor", "Drehtor"]),
        _item("maker", "Hersteller", "Maker", answer="text"),
        _item("serial", "Serien-Nr.", "Serial no.", answer="text"),
        _item("year", "Baujahr", "Year", answer="text"),
        _item("place", "Einbauort", "Location", answer="text"),
    ),
    *_section(
        "Sichtprüfung", "Visual check",
        _item("plate", "Kennzeichnung und CE vorhanden", "Marking and CE present"),
        _item("papers", "Unterlagen und Prüfbuch vorhanden", "Papers and log book present"),
        _item("carrier", "Tragmittel (Seile, Ketten, Federn)", "Carriers (ropes, chains, springs)"),
        _item("drop", "Absturzsicherung", "Drop protection"),
        _item("gaps", "Quetsch- und Scherstellen gesichert", "Crushing and shearing points guarded"),
        _item("wicket", "Schlupftür und Schlupftürkontakt", "Wicket door and its contact"),
        _item("electric", "Elektrik, Leitungen, Schutzleiter", "Electrics, cables, protective earth"),
    ),
    *_section(
        "Funktion", "Function",
        _item("edge", "Schließkantensicherung", "Closing edge protection"),
        _item("beam", "Lichtschranke", "Light barrier"),
        _item("stop", "Not-Halt", "Emergency stop"),
        _item("limits", "Endschalter", "Limit switches"),
        _item("manual", "Handbetätigung bei Stromausfall", "Manual operation without power"),
    ),
    *_section(
        "Kraftmessung", "Force measurement",
        _item("dynamic", "Dynamische Kraft, Spalt 50 bis 500 mm", "Dynamic force, gap 50 to 500 mm",
              max=400, **GATE_FORCE),
        _item("static", "Statische Restkraft", "Static residual force", max=150, **GATE_FORCE),
        _item("time", "Dauer der dynamischen Kraft", "Duration of the dynamic force", answer="measure", unit="ms",
              max=750),
        _item("meter", "Messgerät Nr.", "Instrument no.", answer="text"),
        _item("calibrated", "Kalibriert bis", "Calibrated until", answer="date"),
    ),
    *_section(
        "Ergebnis", "Result",
        _item("result", "Ergebnis", "Result", answer="choice",
              choices=["ohne Mängel", "geringe Mängel", "erhebliche Mängel, stillgesetzt"]),
        _item("sticker", "Plakette geklebt", "Sticker applied"),
        _item("next", "Nächste Prüfung", "Next check", answer="date"),
    ),
]  # fmt: skip

FIRE_DOOR = [
    *_section(
        "Tür", "Door",
        _item("door", "Tür-Nr.", "Door no.", answer="text"),
        _item("approval", "Zulassung Nr.", "Approval no.", answer="text"),
        _item("class", "Klasse", "Class", answer="choice", choices=["T30-1", "T30-2", "T90-1", "RS-1", "RS-2"]),
    ),
    *_section(
        "Türblatt und Zarge", "Leaf and frame",
        _item("plate", "Kennzeichnungsschild lesbar", "Marking plate legible"),
        _item("changes", "Keine unzulässigen Änderungen", "No inadmissible changes"),
        _item("seals", "Dichtungen vollständig", "Seals complete"),
        _item("hinges", "Bänder fest, geschmiert", "Hinges tight, greased"),
        _item("latch", "Falle und Schloss greifen", "Latch and lock engage"),
        _item("gap", "Bodenluft", "Gap at the floor", answer="measure", unit="mm", max=10),
    ),
    *_section(
        "Schließen", "Closing",
        _item("closes", "Schließt selbst aus jedem Winkel", "Closes by itself from any angle"),
        _item("order", "Schließfolge (zweiflüglig)", "Closing sequence (double leaf)"),
        _item("closer", "Türschließer dicht, eingestellt", "Closer tight, adjusted"),
    ),
    *_section(
        "Feststellanlage", "Hold-open device",
        _item("smoke", "Auslösung mit Prüfgas", "Release with test gas"),
        _item("hand", "Auslösung von Hand", "Release by hand"),
        _item("detector", "Melder: Typ und Baujahr", "Detector: type and year", answer="text"),
        _item("exchange", "Melder tauschen bis", "Exchange detector by", answer="date"),
        _item("sign", "Hinweisschild vorhanden", "Sign present"),
        _item("free", "Schließbereich frei", "Closing area free"),
    ),
    *_section(
        "Ergebnis", "Result",
        _item("result", "Ergebnis", "Result", answer="choice", choices=["ohne Mängel", "Mängel, siehe Bemerkung"]),
        _item("note", "Bemerkung", "Note", answer="text"),
        _item("next", "Nächste Wartung", "Next maintenance", answer="date"),
    ),
]  # fmt: skip

CHECKLISTS = (
    ("Kraftbetätigtes Tor, Prüfung nach ASR A1.7", GATE),
    ("Brandschutztür und Feststellanlage, Wartung", FIRE_DOOR),
)
