"""The materials of the demo firm: number, text, unit. A star before the number marks a favourite."""

from typing import NamedTuple


class Material(NamedTuple):
    number: str
    text: str
    unit: str
    favourite: bool


_LIST = """
*1010|Geländerpfosten Typ B, verzinkt|Stk
*1011|Geländerpfosten Typ A, verzinkt|Stk
1012|Geländerpfosten Eck, verzinkt|Stk
*1020|Füllstab 12 mm, 900 lang|Stk
1021|Füllstab 12 mm, 1000 lang|Stk
1022|Füllstab 14 mm, 900 lang|Stk
*1030|Handlauf Rohr 42,4 × 2,6 verzinkt|m
1031|Handlauf Rohr 42,4 × 2 Edelstahl|m
1032|Handlauf Buche rund 42 mm|m
1033|Handlaufbogen 90° 42,4|Stk
1034|Handlaufhalter Wand 42,4|Stk
1035|Endkappe 42,4 verzinkt|Stk
1040|Balkonfeld 2400 × 1000, verzinkt|Stk
1041|Balkonfeld 1800 × 1000, verzinkt|Stk
1042|Balkonhalter Stirnseite|Stk
1050|Fußplatte 150 × 150 × 10|Stk
1051|Fußplatte 200 × 200 × 15|Stk
*2010|Schwerlastanker M12 × 110|Stk
2011|Schwerlastanker M10 × 95|Stk
2012|Schwerlastanker M16 × 140|Stk
*2020|Ankerstange M12 × 160|Stk
2021|Ankerstange M16 × 190|Stk
*2030|Verbundmörtel 300 ml|Kart.
2031|Siebhülse 16 × 130|Stk
2040|Rahmendübel 10 × 100|Stk
2041|Nageldübel 6 × 60|Stk
2050|Betonschraube 10 × 90|Stk
*3010|Sechskantschraube M12 × 40 verzinkt|Stk
3011|Sechskantschraube M16 × 50 verzinkt|Stk
3012|Sechskantschraube M10 × 30 A2|Stk
3013|HV-Garnitur M16 × 60|Stk
3014|HV-Garnitur M20 × 70|Stk
3020|Mutter M12 verzinkt|Stk
3021|Mutter M16 verzinkt|Stk
3030|Unterlegscheibe 13 verzinkt|Stk
3031|Unterlegscheibe 17 verzinkt|Stk
3040|Bohrschraube 5,5 × 25|Stk
3041|Bohrschraube 6,3 × 38|Stk
3042|Blindniet 4,8 × 12 Alu|Stk
3050|Gewindestange M12|m
4010|Flachstahl 40 × 8 S235|m
4011|Flachstahl 50 × 10 S235|m
4012|Flachstahl 100 × 10 S235|m
4020|Winkel 50 × 50 × 5 S235|m
4021|Winkel 80 × 80 × 8 S235|m
4030|Rohr 60 × 60 × 4 S235|m
4031|Rohr 80 × 80 × 5 S235|m
4032|Rohr 100 × 60 × 4 S235|m
4033|Rundrohr 33,7 × 2,6 S235|m
4040|UNP 120 S235|m
4041|UNP 160 S235|m
4050|IPE 140 S235|m
4051|HEA 120 S235|m
4052|HEA 160 S235|m
4060|Blech 2 mm S235|m²
4061|Blech 3 mm verzinkt|m²
4062|Tränenblech 4/6|m²
4063|Lochblech 2 mm RV 5-8|m²
4070|Gitterrost 1000 × 800 30/2|Stk
*4071|Gitterrost 1000 × 600 30/2|Stk
4072|Gitterroststufe 800 × 270|Stk
4073|Klemmhalter Gitterrost|Satz
5010|Rolltorpanzer-Profil 77 mm|m
5011|Federwelle Rolltor, links|Stk
5012|Federwelle Rolltor, rechts|Stk
5013|Rolltorantrieb 400 V, 120 Nm|Stk
5014|Endleiste Rolltor mit Gummi|m
5015|Stahlseil 5 mm Tor|m
5016|Seiltrommel Sektionaltor|Satz
5017|Torsionsfeder Sektionaltor|Stk
5018|Laufrolle Sektionaltor|Stk
5019|Scharnier Sektionaltor|Stk
*5020|Schließkantensicherung, Gummi|m
5021|Schließkantensicherung, Sender|Stk
5022|Lichtschranke Tor|Satz
5023|Torsteuerung|Stk
5024|Not-Halt-Taster|Stk
5025|Endschalter Tor|Stk
5026|Handsender 2-Kanal|Stk
5027|Laufschiene Schiebetor 6 m|Stk
5028|Laufwagen Schiebetor|Stk
5029|Führungsrolle unten|Stk
5030|Drehtorantrieb|Satz
5031|Torband einstellbar M20|Stk
5032|Prüfplakette Tor|Stk
5040|Schiebetürantrieb Automatik|Stk
5041|Radarmelder Automatiktür|Stk
5042|Zahnriemen Automatiktür|m
6010|Brandschutztür T30-1 1000 × 2125|Stk
6011|Brandschutztür T30-2 2000 × 2125|Stk
6012|Brandschutztür T90-1 1000 × 2125|Stk
6020|Zarge T30, Umfassung|Stk
*6030|Brandschutzschaum 750 ml|Dose
6031|Mineralwolle A1 Streifen|m
*6032|Zargenmörtel 25 kg|Sack
6040|Obentürschließer|Stk
6041|Türschließer mit Feststellung|Stk
6042|Rauchmelder Feststellanlage|Stk
6043|Haftmagnet 24 V|Stk
6044|Dichtung Brandschutztür|m
6045|Bodendichtung absenkbar|Stk
6046|Schließblech T30|Stk
6047|Prüfgas Rauchmelder|Dose
7010|Dammbalken 200 × 2500 Alu|Stk
7011|Mittelstütze Hochwasser 1,2 m|Stk
7012|Ankerplatte Hochwasser|Stk
7013|Andruckspindel|Stk
*7014|Dichtung Dammbalken|m
7015|Bodendichtung Hochwasser|m
8010|Zinkspray 400 ml|Dose
*8011|Zinkstaubfarbe 1 kg|Dose
8012|Decklack RAL 7016 0,75 l|Dose
8013|Dichtstoff grau 310 ml|Kart.
8014|Acryl weiß 310 ml|Kart.
8015|Montagekleber 290 ml|Kart.
8016|Korrosionsschutzband|m
8020|Trennscheibe 125 × 1|Stk
8021|Fächerscheibe 125 K60|Stk
8022|Bohrer SDS 14 × 260|Stk
8023|Stabelektrode 3,2 mm|Paket
8024|Schweißdraht G3Si1 1,0|kg
8030|Kabel NYM 5 × 1,5|m
8031|Leerrohr M25|m
8040|VSG 12 mm nach Maß|m²
8041|Glashalter Punkt|Stk
8042|Dachrinne verzinkt|m
8050|Steigleiter mit Rückenschutz|m
"""


def materials() -> list[Material]:
    return [_read(line) for line in _LIST.strip().splitlines()]


def _read(line: str) -> Material:
    number, text, unit = line.split("|")
    return Material(number.lstrip("*"), text, unit, number.startswith("*"))
