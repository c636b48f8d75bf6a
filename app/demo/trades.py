"""What is written, used and photographed on a job of a trade."""

from typing import NamedTuple


class Shot(NamedTuple):
    """A photo: which scene (pictures.py), its tag and its caption."""

    scene: str
    tag: str
    caption: str


class Trade(NamedTuple):
    """`work`: reports to choose from. `material`: number, planned quantity. `aside`: what a second person did."""

    work: tuple[str, ...]
    aside: tuple[str, ...]
    material: tuple[tuple[str, str], ...]
    shots: tuple[Shot, ...]
    equipment: tuple[tuple[str, int], ...] = ()
    allowances: tuple[str, ...] = ()


TRADES = {
    "railing": Trade(
        ("14 Pfosten gesetzt und ausgerichtet, Fußplatten verdübelt. Baustelle geräumt.",
         "Füllstäbe Feld 1 bis 5 eingehängt, Fußplatten nachgezogen. Baustelle geräumt.",
         "Handlauf EG bis 1. OG montiert, Stöße verschliffen. Treppe wieder frei.",
         "Pfosten am Podest gesetzt, Mörtel ausgehärtet, Anker angezogen."),
        ("Zink ausgebessert, Handlauf zugeschnitten.", "Löcher gebohrt und gesaugt.", "Füllstäbe eingehängt."),
        (("1010", "12"), ("2010", "48"), ("2030", "2"), ("1020", "96")),
        (Shot("stair_before", "before", "Treppe im Rohbau"), Shot("stair_during", "during", "Pfosten ausgerichtet"),
         Shot("foot_plate", "during", "Fußplatte verdübelt"), Shot("stair_after", "after", "Füllstäbe eingehängt"),
         Shot("landing", "after", "Podest fertig")),
        (("Kernbohrgerät", 90),), ("noise",),
    ),
    "stairs": Trade(
        ("Lauf 2 eingehoben und verschraubt, Podest 2. OG ausgerichtet.",
         "Gitterroste verlegt und geklemmt, Geländer Lauf 1 und 2 montiert.",
         "Wangen Lauf 3 montiert, Anker mit 60 Nm angezogen. Hof geräumt.",
         "Restarbeiten: Klemmhalter gesetzt, Zink ausgebessert, Endreinigung."),
        ("Angeschlagen und eingewiesen.", "Gitterroste geklemmt.", "Schrauben nachgezogen."),
        (("4072", "16"), ("4071", "4"), ("3011", "40"), ("4073", "24")),
        (Shot("escape_stair_begun", "before", "Lauf 1 steht"), Shot("weld_seam", "during", "Naht Wange links"),
         Shot("foot_plate", "during", "Fußpunkt verdübelt"), Shot("escape_stair", "after", "Lauf 2 montiert")),
        (("Minikran 1 t", 240), ("Gelenkbühne 16 m", 180)), ("height",),
    ),
    "balcony": Trade(
        ("4 Balkone: Altgeländer ab, Felder montiert, Anschlüsse abgedichtet.",
         "5 Felder Westseite montiert und ausgerichtet, Kappen gesetzt.",
         "3 Balkone fertig, am vierten fehlt das Feld. Kommt mit der nächsten Fuhre.",
         "Halter 2. OG gebohrt und gesetzt, 4 Felder eingehängt."),
        ("Altgeländer getrennt und abgelassen.", "Halter gesetzt.", "Abgedichtet."),
        (("1040", "4"), ("1042", "16"), ("2012", "32"), ("8013", "3")),
        (Shot("balcony_old", "before", "Altgeländer 2. OG"), Shot("foot_plate", "during", "Halter Stirnseite"),
         Shot("balcony", "after", "Feld 3 bis 6 montiert")),
        (("Gelenkbühne 16 m", 360),), ("height",),
    ),
    "canopy": Trade(
        ("Stahlrahmen eingehoben, an 4 Punkten verschraubt, Glas noch nicht da.",
         "Glas aufgelegt und geklemmt, Rinne angeschlossen, abgedichtet.",
         "Konsolen gesetzt und ausgerichtet, Anker angezogen."),
        ("Kran eingewiesen.", "Rinne angepasst.", "Schrauben nachgezogen."),
        (("2021", "16"), ("3014", "24"), ("8040", "14.9"), ("8042", "6.2")),
        (Shot("canopy_brackets", "before", "Konsolen gesetzt"), Shot("weld_seam", "during", "Naht Konsole"),
         Shot("canopy", "after", "Rahmen hängt")),
        (("Ladekran", 150),),
    ),
    "flood": Trade(
        ("Feld 1 bis 6 aufgebaut, Dichtungen geprüft, Aufbauzeit 52 Minuten. Abgebaut und eingelagert.",
         "Feld 7 bis 12 aufgebaut. Ankerplatte 9 freigelegt, Spindel 3 getauscht.",
         "Dichtungen Feld 2 und 8 getauscht, Bodenführung gereinigt, eingelagert."),
        ("Ankerplatten freigelegt.", "Teile gezählt und gereinigt.", "Dichtungen eingelegt."),
        (("7010", "48"), ("7011", "7"), ("7014", "30"), ("7013", "12")),
        (Shot("flood_anchors", "before", "Ankerplatten frei"), Shot("flood_wall", "during", "Feld 4 bis 6"),
         Shot("flood_wall", "after", "Wand steht")),
        (("Stapler 2,5 t", 120),), ("dirt",),
    ),
    "firedoor": Trade(
        ("Zarge gesetzt, ausgerichtet und vollständig vermörtelt. Blatt folgt nach dem Aushärten.",
         "Türblatt eingehängt, Schließer eingestellt, schließt aus jedem Winkel.",
         "Feststellanlagen 1 bis 9 mit Prüfgas und von Hand ausgelöst, alle schließen. Prüfbuch ergänzt.",
         "Öffnung gestemmt, Sturz nachgesetzt, Zarge gesetzt."),
        ("Gestemmt, Schutt abgefahren.", "Dichtungen eingezogen.", "Melder gereinigt."),
        (("6032", "4"), ("6030", "2"), ("6044", "6"), ("6040", "1")),
        (Shot("fire_door_old", "before", "Alte Tür"), Shot("type_plate", "during", "Kennzeichnung"),
         Shot("fire_door", "after", "Tür eingebaut")),
        (("Bauentfeuchter", 240),), ("dirt",),
    ),
    "rollgate": Trade(
        ("Federwelle links getauscht, Endschalter neu eingestellt, Probelauf 10 mal.",
         "Endschalter lose, befestigt und eingestellt. Tor läuft wieder.",
         "Schließkantensicherung getauscht, Kräfte gemessen, in Ordnung."),
        ("Panzer abgestützt.", "Laufschienen gerichtet."),
        (("5011", "1"), ("5025", "1"), ("5020", "3.6")),
        (Shot("roller_gate_hanging", "before", "Tor hängt links"), Shot("spring_shaft", "during", "Federwelle"),
         Shot("type_plate", "during", "Typenschild"), Shot("roller_gate", "after", "Tor läuft")),
        (("Scherenbühne 8 m", 120),),
    ),
    "sectional": Trade(
        ("3 Tore geprüft, ohne Mängel. Kräfte gemessen, Prüfbuch ergänzt, Plaketten geklebt.",
         "2 Tore geprüft. Tor 5: Schließkantensicherung ohne Funktion, stillgesetzt, siehe Foto.",
         "Tor 7 und 8 geprüft, Laufrollen geschmiert, Seil nachgestellt."),
        ("Abgesperrt und gemessen.",),
        (("5032", "3"), ("5018", "2")),
        (Shot("sectional_door", "before", "Tor 4"), Shot("type_plate", "during", "Typenschild"),
         Shot("sectional_door", "after", "Plakette geklebt")),
        (("Kraftmessgerät Tor", 90),),
    ),
    "gate": Trade(
        ("Laufschiene gesetzt und ausgerichtet, Torblatt eingehängt.",
         "Tor gerichtet, Laufwagen getauscht, schließt wieder. Provisorisch gesichert.",
         "Bänder nachgestellt, Anschlag gesetzt, Farbe ausgebessert.",
         "Antrieb angeschlossen, Kräfte gemessen, Einweisung gegeben."),
        ("Fundament gebohrt.", "Rollen geschmiert.", "Anschlag geschweißt."),
        (("5028", "2"), ("5029", "2"), ("3011", "12"), ("8012", "1")),
        (Shot("sliding_gate", "before", "Tor klemmt"), Shot("damage", "defect", "Blatt verbogen"),
         Shot("sliding_gate", "after", "Tor läuft")),
        (("Elektrodenschweißgerät", 60),), ("dirt",),
    ),
    "autodoor": Trade(
        ("Antrieb Tür 2 getauscht, Radarmelder eingestellt, Probelauf 20 mal. Ladenstraße geräumt.",
         "Zahnriemen und Laufwagen Tür 1 getauscht, Fluchtwegfunktion geprüft."),
        ("Abgesperrt, Abdeckung montiert.",),
        (("5040", "1"), ("5041", "2"), ("5042", "4.5")),
        (Shot("auto_door", "before", "Alter Antrieb"), Shot("type_plate", "during", "Typenschild neu"),
         Shot("auto_door", "after", "Tür läuft")),
        (("Rollgerüst 4 m", 300),), ("night",),
    ),
    "podium": Trade(
        ("Podestrahmen eingehoben und verschraubt, Gitterroste verlegt.",
         "Steigleiter montiert, Rückenschutz angebaut, Anker angezogen.",
         "Stützen gesetzt und ausgerichtet. Schacht vorher gemessen, frei."),
        ("Schacht gemessen, gesichert.", "Gitterroste geklemmt.", "Unterguss gemacht."),
        (("4070", "6"), ("3014", "16"), ("8050", "4.2"), ("2021", "12")),
        (Shot("podium_posts", "before", "Stützen gesetzt"), Shot("foot_plate", "during", "Fußpunkt"),
         Shot("weld_seam", "during", "Naht Stütze 2"), Shot("podium", "after", "Podest steht")),
        (("Ladekran", 120), ("Schweißgerät MIG 250 A", 150)),
    ),
    "survey": Trade(
        ("Öffnung aufgemessen, Maße im Blatt, Fotos gemacht.",
         "Rampe aufgemessen: 18,40 m, 3 Ecken, Beton C25, Randabstand 80 mm."),
        ("Gehalten und geschrieben.",),
        (),
        (Shot("stair_before", "before", "Bestand"), Shot("measuring", "during", "Randabstand")),
    ),
    "demolition": Trade(
        ("Altes Geländer getrennt, 18 m abgenommen und abgefahren. Kanten verschliffen.",
         "Restliche Pfosten gezogen, Löcher verschlossen, Rampe gesperrt."),
        ("Getrennt und geladen.", "Brandwache 60 Minuten."),
        (("8020", "12"), ("2030", "3")),
        (Shot("landing", "before", "Altes Geländer"), Shot("rebar", "during", "Bewehrung getroffen"),
         Shot("measuring", "after", "Rampe frei")),
        (("Stromerzeuger 6 kVA", 300),), ("dirt", "noise"),
    ),
    "workshop": Trade(
        ("Zuschnitt nach Liste, 24 Pfosten geheftet und geschweißt, Nähte verschliffen.",
         "Wangen Lauf 3 zusammengebaut, Sichtprüfung der Nähte in Ordnung.",
         "Rahmen Vordach geheftet, geschweißt, gerichtet.",
         "Handlauf gebogen und verschliffen, Teile für die Verzinkerei gepackt."),
        ("Zuschnitt.", "Geschweißt.", "Verschliffen und gepackt."),
        (("4030", "24"), ("8024", "5"), ("8021", "10")),
        (Shot("weld_seam", "during", "Naht Pfosten"),),
        (("Schweißgerät MIG 250 A", 300),),
    ),
    "store": Trade(
        ("Wareneingang geprüft, Zeugnisse abgelegt, Reste eingelagert.",
         "Sprinter und Crafter gerüstet, Werkzeug geprüft."),
        ("Eingelagert.",),
        (),
        (),
        (("Stapler 2,5 t", 90),),
    ),
}  # fmt: skip

REASONS = ("Bewehrung getroffen.", "Auf Vorleistung gewartet.", "Zusatzarbeit.", "Zufahrt war zugestellt.")
