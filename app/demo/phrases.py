"""The phrases of the demo firm: for which kinds of job, German as on the slip, English and Polish to choose by; the
other languages of the phone are in spoken.py."""

ASSEMBLY = ("order", "hourly", "warranty")
CHECKS = ("service", "maintenance", "warranty")

PHRASES = (
    (ASSEMBLY, "Pfosten gesetzt und ausgerichtet.", "Posts set and aligned.", "Słupki ustawione i wypoziomowane."),
    (ASSEMBLY, "Fußplatten verdübelt.", "Foot plates anchored.", "Stopy zakotwione."),
    (ASSEMBLY, "Füllstäbe eingehängt.", "Infill bars fitted.", "Pręty wypełnienia założone."),
    (ASSEMBLY, "Handlauf montiert.", "Handrail mounted.", "Poręcz zamontowana."),
    (ASSEMBLY, "Handlauf zugeschnitten.", "Handrail cut to length.", "Poręcz przycięta."),
    (ASSEMBLY, "Nähte geschweißt und verschliffen.", "Seams welded and ground.", "Spoiny zespawane i zeszlifowane."),
    (ASSEMBLY, "Zink ausgebessert.", "Zinc touched up.", "Ocynk poprawiony."),
    (ASSEMBLY, "Anschlüsse abgedichtet.", "Joints sealed.", "Połączenia uszczelnione."),
    (
        ASSEMBLY,
        "Altes Geländer demontiert und abgefahren.",
        "Old railing taken down and removed.",
        "Stara balustrada zdemontowana i wywieziona.",
    ),
    (
        ASSEMBLY,
        "Stahlträger eingehoben und verschraubt.",
        "Steel beams lifted in and bolted.",
        "Belki stalowe wstawione i skręcone.",
    ),
    (
        ASSEMBLY,
        "Gitterroste verlegt und geklemmt.",
        "Gratings laid and clamped.",
        "Kraty pomostowe ułożone i zamocowane.",
    ),
    (ASSEMBLY, "Treppenlauf montiert.", "Flight of stairs mounted.", "Bieg schodów zamontowany."),
    (
        ASSEMBLY,
        "Podest montiert und ausgerichtet.",
        "Landing mounted and aligned.",
        "Podest zamontowany i wypoziomowany.",
    ),
    (
        ASSEMBLY,
        "Zarge gesetzt und ausgerichtet.",
        "Door frame set and aligned.",
        "Ościeżnica osadzona i wypoziomowana.",
    ),
    (ASSEMBLY, "Zarge vollständig vermörtelt.", "Door frame fully grouted.", "Ościeżnica w całości zalana zaprawą."),
    (
        ASSEMBLY,
        "Türblatt eingehängt und eingestellt.",
        "Door leaf hung and adjusted.",
        "Skrzydło drzwi zawieszone i wyregulowane.",
    ),
    (
        ASSEMBLY,
        "Türschließer montiert und eingestellt.",
        "Door closer mounted and adjusted.",
        "Samozamykacz zamontowany i wyregulowany.",
    ),
    (ASSEMBLY, "Laufschiene gesetzt.", "Track mounted.", "Szyna jezdna osadzona."),
    (ASSEMBLY, "Torblatt eingehängt.", "Gate leaf hung.", "Skrzydło bramy zawieszone."),
    (
        ASSEMBLY,
        "Dammbalken und Stützen aufgebaut.",
        "Stop logs and posts put up.",
        "Belki przeciwpowodziowe i słupki ustawione.",
    ),
    (CHECKS, "Tor geprüft, ohne Mängel.", "Gate checked, no defects.", "Brama sprawdzona, bez usterek."),
    (
        CHECKS,
        "Tor geprüft, geringe Mängel, siehe Fotos.",
        "Gate checked, minor defects, see photos.",
        "Brama sprawdzona, drobne usterki, patrz zdjęcia.",
    ),
    (
        CHECKS,
        "Kräfte an der Schließkante gemessen.",
        "Closing edge forces measured.",
        "Siły na krawędzi zamykającej zmierzone.",
    ),
    (CHECKS, "Federwelle getauscht.", "Spring shaft replaced.", "Wał sprężyn wymieniony."),
    (CHECKS, "Endschalter neu eingestellt.", "Limit switches readjusted.", "Wyłączniki krańcowe ustawione na nowo."),
    (CHECKS, "Laufrollen und Scharniere geschmiert.", "Rollers and hinges greased.", "Rolki i zawiasy nasmarowane."),
    (
        CHECKS,
        "Feststellanlage mit Prüfgas ausgelöst, schließt.",
        "Hold-open device released with test gas, closes.",
        "Trzymacz wyzwolony gazem testowym, zamyka.",
    ),
    (
        CHECKS,
        "Prüfbuch ergänzt, Plakette geklebt.",
        "Log book completed, sticker applied.",
        "Książka kontroli uzupełniona, naklejka naklejona.",
    ),
    (
        ("survey",),
        "Öffnung aufgemessen, Maße im Blatt.",
        "Opening measured, sizes on the sheet.",
        "Otwór zmierzony, wymiary w arkuszu.",
    ),
    (
        ("survey",),
        "Untergrund und Randabstand aufgenommen.",
        "Substrate and edge distance recorded.",
        "Podłoże i odległość od krawędzi spisane.",
    ),
    (("internal",), "Zuschnitt nach Liste.", "Cut to list.", "Cięcie według listy."),
    (
        ("internal",),
        "Baugruppen geheftet und geschweißt.",
        "Assemblies tacked and welded.",
        "Zespoły sczepione i zespawane.",
    ),
    (("internal",), "Fahrzeug gerüstet.", "Vehicle loaded.", "Samochód załadowany."),
    ((), "Baustelle geräumt.", "Site cleared.", "Budowa uprzątnięta."),
    ((), "Auf Vorleistung gewartet.", "Waited for other trades.", "Czekanie na prace innych."),
    ((), "Einweisung gegeben.", "Instruction given.", "Przeszkolenie zrobione."),
)
