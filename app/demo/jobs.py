"""The jobs of the demo firm. `trade` names the wording, material and pictures they share (trades.py)."""

from typing import NamedTuple


class Order(NamedTuple):
    """A job: number, title, kind, site, company, planned hours and what the office asks for."""

    number: str
    title: str
    kind: str
    site: str
    company: str
    hours: int
    trade: str
    task: str


JOBS = (
    Order("26-098", "Drehtor Bauhof, Nacharbeit", "warranty", "bauhof", "tor", 8, "gate",
          "Drehtor schleift am Anschlag. Bänder nachstellen, Farbe ausbessern."),
    Order("26-101", "Handlauf Haus 4, Nacharbeit", "warranty", "haus4", "metall", 20, "railing",
          "Handlauf EG wackelt. Wandhalter nachsetzen. Ohne Berechnung."),
    Order("26-109", "Hochwasserschutzwand, Probeaufbau", "order", "ufer", "metall", 110, "flood",
          "Feld 1 bis 12 zur Probe aufbauen, Dichtungen prüfen, Zeit nehmen, abbauen und einlagern."),
    Order("26-112", "Fluchttreppe Hof 2", "order", "hof2", "metall", 150, "stairs",
          "Stahltreppe 3. OG bis Hof montieren, Gitterroste und Geländer. LV 02.01.0010 bis 0060"),
    Order("26-118", "Geländer Treppenhaus B", "order", "schule", "metall", 300, "railing",
          "14 Pfosten setzen, Füllstäbe und Handlauf montieren. LV 03.02.0040"),
    Order("26-121", "Balkongeländer Haus 4", "order", "haus4", "metall", 380, "balcony",
          "32 Balkone: Altgeländer ab, neue Felder montieren, Anschluss abdichten."),
    Order("26-125", "Vordach Eingang Süd", "order", "hof2", "metall", 96, "canopy",
          "Stahlrahmen 6,2 × 2,4 m montieren, Glas auflegen, Rinne anschließen."),
    Order("26-127", "Brandschutztür T90, Archiv", "hourly", "archivhaus", "tor", 160, "firedoor",
          "T90-Türen im Magazin einbauen. Stemmarbeit nach Stunden, vereinbart am 5.10. mit Frau Benda."),
    Order("26-128", "Brandschutztür T30-2, Flur 3. OG", "order", "klinik", "tor", 48, "firedoor",
          "Zweiflüglige T30 einbauen, Feststellanlage anschließen, Abnahme vorbereiten."),
    Order("26-130", "Rolltor Werkstatt", "service", "autohaus", "tor", 24, "rollgate",
          "Tor hängt links. Federwelle und Tragmittel prüfen, wenn nötig tauschen."),
    Order("26-131", "Rolltor Bauhof", "service", "bauhof", "tor", 18, "rollgate",
          "Antrieb läuft nicht an. Endschalter und Steuerung prüfen."),
    Order("26-133", "Sektionaltore, Jahresprüfung", "maintenance", "arlt", "tor", 40, "sectional",
          "9 Tore nach ASR A1.7 prüfen, Kräfte messen, Prüfbuch ergänzen, Plakette."),
    Order("26-135", "Feststellanlagen, Wartung", "maintenance", "klinik", "tor", 40, "firedoor",
          "18 Feststellanlagen: Auslösung mit Prüfgas und von Hand, Melder reinigen, Prüfbuch."),
    Order("26-136", "Schiebetor Lieferhof, Notruf", "hourly", "klinik", "tor", 32, "gate",
          "Tor lässt sich nicht schließen. Sofort kommen. Nach Stunden, Frau Dr. Rau am Telefon."),
    Order("26-138", "Automatiktür Ladenstraße, nachts", "hourly", "center", "tor", 32, "autodoor",
          "Antrieb der Schiebetür tauschen. Nur nachts, Center geschlossen."),
    Order("26-139", "Podest und Leiter Pumpwerk", "order", "pumpwerk", "metall", 140, "podium",
          "Stahlpodest, Gitterroste und Steigleiter mit Rückenschutz montieren."),
    Order("26-140", "Schiebetor Maschinenhalle", "order", "agrarhof", "tor", 160, "gate",
          "Schiebetor 6 × 4,5 m: Laufschiene, Torblatt, Führung unten. Antrieb bauseits."),
    Order("26-141", "Hoftor mit Antrieb", "order", "pulsnitz", "tor", 44, "gate",
          "Zweiflügliges Hoftor setzen, Antrieb anschließen, Kräfte messen, Einweisung."),
    Order("26-142", "Aufmaß Fluchttür Halle 2", "survey", "autohaus", "tor", 6, "survey",
          "Öffnung aufmessen, Anschlag und Boden aufnehmen, Fotos."),
    Order("26-143", "Aufmaß Geländer Rampe Ost", "survey", "klinik", "metall", 12, "survey",
          "Längen, Höhen, Untergrund und Randabstand aufnehmen."),
    Order("26-144", "Rampe Ost, Demontage", "hourly", "klinik", "metall", 64, "demolition",
          "Altes Geländer ab, entsorgen. Nach Stunden, vereinbart am 2.11. mit Frau Dr. Rau."),
    Order("26-900", "Werkstatt: Zuschnitt und Schweißen", "internal", "werkstatt", "metall", 480, "workshop",
          "Nach Liste am Brett."),
    Order("26-901", "Lager und Rüsten", "internal", "werkstatt", "metall", 120, "store",
          "Fahrzeuge rüsten, Wareneingang, Reste einlagern."),
)  # fmt: skip
