"""Who and where: people, crews, companies, clients and sites. The mobile numbers are those kept free for films."""

from typing import NamedTuple

PASSWORD = "handzettel-demo"


class Player(NamedTuple):
    """Somebody of the demo firm; `key` is how the rest of the demo calls them."""

    key: str
    name: str
    role: str
    job_title: str
    born: str
    language: str = "de"
    login: str | None = None
    minor: bool = False


class Gang(NamedTuple):
    """A crew: its name, its lead, who else goes with it, and its vehicle."""

    key: str
    name: str
    lead: str
    others: tuple[str, ...]
    vehicle: str


class Place(NamedTuple):
    """A site and for whom it is."""

    key: str
    name: str
    text: str
    state: str
    client: str
    contact: str
    phone: str
    km: int
    access: str = ""
    hazard: str = ""


PEOPLE = (
    Player("olga", "Olga Hartmann", "office", "Büro, Planung", "1979-03-14", login="olga"),
    Player("max", "Max Lehmann", "manager", "Geschäftsführer", "1971-09-02", login="max"),
    Player("ines", "Ines Wagner", "admin", "Büro, Technik", "1988-06-21", login="ines"),
    Player("anna", "Anna Richter", "lead", "Vorarbeiterin", "1986-04-08"),
    Player("ben", "Ben Nowak", "worker", "Monteur", "1994-11-19"),
    Player("karol", "Karol Wiśniewski", "worker", "Monteur", "1990-01-27", "en"),
    Player("jens", "Jens Kretzschmar", "lead", "Vorarbeiter", "1975-08-30"),
    Player("mihai", "Mihai Ionescu", "worker", "Schweißer", "1983-05-12", "en"),
    Player("lena", "Lena Mager", "worker", "Auszubildende", "2009-07-03", minor=True),
    Player("jiri", "Jiří Novotný", "worker", "Monteur", "1981-12-05"),
    Player("sven", "Sven Hauptmann", "lead", "Servicetechniker", "1978-02-17"),
    Player("tomasz", "Tomasz Zieliński", "lead", "Servicetechniker", "1985-10-09"),
    Player("emre", "Emre Yıldız", "worker", "Monteur", "1997-03-25"),
    Player("petra", "Petra Noack", "lead", "Werkstattleiterin", "1969-06-11"),
    Player("dieter", "Dieter Schuster", "worker", "Schlosser", "1963-01-30"),
    Player("andrij", "Andrij Kowalenko", "worker", "Schweißer", "1992-08-16", "en"),
)

CREWS = (
    Gang("richter", "Kolonne Richter", "anna", ("ben", "karol"), "Sprinter BZ-MK 214"),
    Gang("kretzschmar", "Kolonne Kretzschmar", "jens", ("mihai", "lena", "jiri"), "Crafter BZ-MK 309"),
    Gang("service", "Service", "sven", ("tomasz", "emre"), "Caddy BZ-MK 118"),
    Gang("werkstatt", "Werkstatt", "petra", ("dieter", "andrij"), ""),
)

COMPANIES = {
    "metall": (
        "Metallbau Keulenberg GmbH",
        "Gewerbering 4\n01936 Königsbrück\n03579 0000-0",
        "Stahlbau · Geländer · Treppen · Hochwasserschutz",
    ),
    "tor": (
        "Keulenberg Tore und Türen GmbH",
        "Gewerbering 6\n01936 Königsbrück\n03579 0000-40",
        "Türen · Tore · Wartung · Prüfung nach ASR A1.7",
    ),
}

CLIENTS = {
    "stadt": ("Stadt Königsbrück", "Markt 1\n01936 Königsbrück", False),
    "brueckner": ("Autohaus Brückner", "Macherstraße 61\n01917 Kamenz", False),
    "klinik": ("Klinik Neustadt gGmbH", "Industriestraße 40\n01129 Dresden", False),
    "stadtwerke": ("Stadtwerke Kamenz", "Oststraße 12\n01917 Kamenz", False),
    "wohnen": ("Wohnungsgenossenschaft Heidesand eG", "Karl-Marx-Straße 9\n01109 Dresden", False),
    "arlt": ("Spedition Arlt GmbH", "An den Stadtwerken 3\n01917 Kamenz", False),
    "archiv": ("Stiftung Archivhaus", "Elisabeth-Boer-Straße 1\n01099 Dresden", False),
    "center": ("Lausitz-Center Senftenberg", "Bahnhofstraße 30\n01968 Senftenberg", False),
    "agrar": ("Agrargenossenschaft Pulsnitzaue eG", "Dorfanger 2\n01990 Ortrand", False),
    "wasser": ("Wasserverband Schwarze Elster", "Am Wasserwerk 5\n01945 Ruhland", False),
    "petzold": ("Familie Petzold", "Lindenweg 17\n01896 Pulsnitz", True),
    "keulenberg": ("Metallbau Keulenberg GmbH", "Gewerbering 4\n01936 Königsbrück", False),
}

SITES = (
    Place("schule", "Grundschule Königsbrück", "Schulstraße 8\n01936 Königsbrück", "SN", "stadt",
          "Jörg Lindner, Bauleiter", "0171 3920011", 36, "Bauzaun Hofseite, Schlüssel beim Hausmeister",
          "Kinder im Haus bis 13:30. Treppe absperren."),
    Place("ufer", "Hochwasserschutz Pulsnitzufer", "Am Pulsnitzufer\n01936 Königsbrück", "SN", "stadt",
          "Ute Grafe, Bauhof", "0171 3920012", 6, "Lager im Bauhof, Tor 2",
          "Böschung rutschig. Nicht allein am Wasser."),
    Place("bauhof", "Städtischer Bauhof", "Hoyerswerdaer Straße 30\n01936 Königsbrück", "SN", "stadt",
          "Ute Grafe, Bauhof", "0171 3920012", 7, "werktags 6 bis 15 Uhr offen"),
    Place("autohaus", "Autohaus Brückner", "Macherstraße 61\n01917 Kamenz", "SN", "brueckner",
          "Frank Brückner, Inhaber", "0171 3920013", 34, "Zufahrt über den Kundenparkplatz"),
    Place("hof2", "Stadtwerke Kamenz, Hof 2", "Oststraße 12\n01917 Kamenz", "SN", "stadtwerke",
          "Heike Zschorn, Technik", "0171 3920014", 36, "Anmeldung an der Pforte, Warnweste",
          "Absturzkante am Podest 3. OG."),
    Place("arlt", "Spedition Arlt, Halle 1 bis 3", "An den Stadtwerken 3\n01917 Kamenz", "SN", "arlt",
          "Ronny Arlt, Disposition", "0171 3920015", 38, "", "Stapler. Tor vor der Prüfung absperren."),
    Place("klinik", "Klinik Neustadt", "Industriestraße 40\n01129 Dresden", "SN", "klinik",
          "Dr. Silke Rau, Haustechnik", "0171 3920016", 58, "Ausweis an der Pforte holen, Lieferhof Nord",
          "Flure bleiben Rettungsweg. Staub vermeiden."),
    Place("haus4", "Wohnanlage Heidesand, Haus 4", "Karl-Marx-Straße 15\n01109 Dresden", "SN", "wohnen",
          "Mario Uhlig, Hausmeister", "0171 3920017", 50, "Gerüst Westseite", "Arbeit über 5 m. Gurt anlegen."),
    Place("archivhaus", "Archivhaus", "Elisabeth-Boer-Straße 1\n01099 Dresden", "SN", "archiv",
          "Claudia Benda, Verwaltung", "0171 3920018", 54, "Klingel Magazin, bis 16 Uhr"),
    Place("pulsnitz", "Hof Petzold", "Lindenweg 17\n01896 Pulsnitz", "SN", "petzold",
          "Katrin Petzold, Bauherrin", "0171 3920019", 32),
    Place("center", "Lausitz-Center", "Bahnhofstraße 30\n01968 Senftenberg", "BB", "center",
          "Uwe Kalz, Wachdienst", "0171 3920020", 84, "nur nachts ab 22 Uhr, Anmeldung beim Wachdienst"),
    Place("agrarhof", "Maschinenhalle Ortrand", "Dorfanger 2\n01990 Ortrand", "BB", "agrar",
          "Gerd Lehnigk, Technikleiter", "0171 3920021", 62, "", "Halle in Betrieb, Radlader."),
    Place("pumpwerk", "Pumpwerk Ruhland", "Am Wasserwerk 5\n01945 Ruhland", "BB", "wasser",
          "Anja Noatnick, Betriebsleitung", "0171 3920022", 70, "Schlüsseltresor, Code im Büro",
          "Schacht: erst messen, dann einsteigen."),
    Place("werkstatt", "Werkstatt Königsbrück", "Gewerbering 4\n01936 Königsbrück", "SN", "keulenberg",
          "Petra Noack, Werkstattleiterin", "03579 0000-12", 0),
)  # fmt: skip
