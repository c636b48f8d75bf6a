"""Equipment, vehicles and allowances of the demo firm."""

EQUIPMENT = (
    "Scherenbühne 8 m",
    "Gelenkbühne 16 m",
    "Minikran 1 t",
    "Stapler 2,5 t",
    "Ladekran",
    "Schweißgerät MIG 250 A",
    "Elektrodenschweißgerät",
    "Kernbohrgerät",
    "Stromerzeuger 6 kVA",
    "Rollgerüst 4 m",
    "Kraftmessgerät Tor",
    "Bauentfeuchter",
)

VEHICLES = (
    "Sprinter BZ-MK 214",
    "Crafter BZ-MK 309",
    "Caddy BZ-MK 118",
    "Caddy BZ-MK 122",
    "Pritsche BZ-MK 77",
    "Anhänger BZ-MK 905",
)

ALLOWANCES = (
    ("dirt", "Schmutz", "h"),
    ("height", "Höhe über 5 m", "h"),
    ("noise", "Lärm", "h"),
    ("night", "Nacht", "h"),
    ("standby", "Rufbereitschaft", "Tag"),
)
