"""The phrases of the demo firm in Czech, Romanian, Ukrainian and Turkish, by their German."""

LANGUAGES = ("cs", "ro", "uk", "tr")
SPOKEN: dict[str, tuple[str, str, str, str]] = {
    "Pfosten gesetzt und ausgerichtet.": (
        "Sloupky osazeny a vyrovnány.", "Stâlpi montați și aliniați.",
        "Стійки встановлено та вирівняно.", "Dikmeler yerleştirildi ve hizalandı."),
    "Fußplatten verdübelt.": (
        "Patní desky ukotveny.", "Plăci de bază ancorate.",
        "Опорні пластини закріплено анкерами.", "Taban plakaları dübellendi."),
    "Füllstäbe eingehängt.": (
        "Výplňové tyče zavěšeny.", "Bare de umplere montate.",
        "Прутки заповнення навішено.", "Ara çubuklar takıldı."),
    "Handlauf montiert.": (
        "Madlo namontováno.", "Mână curentă montată.", "Поручень змонтовано.", "Küpeşte monte edildi."),
    "Handlauf zugeschnitten.": (
        "Madlo nařezáno na míru.", "Mână curentă tăiată la dimensiune.",
        "Поручень нарізано в розмір.", "Küpeşte ölçüye kesildi."),
    "Nähte geschweißt und verschliffen.": (
        "Svary provedeny a zabroušeny.", "Cordoane sudate și șlefuite.",
        "Шви зварено й зашліфовано.", "Dikişler kaynatıldı ve taşlandı."),
    "Zink ausgebessert.": (
        "Zinkování opraveno.", "Zincare retușată.", "Цинкове покриття підправлено.", "Galvaniz rötuşlandı."),
    "Anschlüsse abgedichtet.": (
        "Napojení utěsněna.", "Racorduri etanșate.",
        "Примикання загерметизовано.", "Birleşim yerleri sızdırmaz yapıldı."),
    "Altes Geländer demontiert und abgefahren.": (
        "Staré zábradlí demontováno a odvezeno.", "Balustradă veche demontată și dusă.",
        "Старі перила демонтовано й вивезено.", "Eski korkuluk söküldü ve götürüldü."),
    "Stahlträger eingehoben und verschraubt.": (
        "Ocelové nosníky usazeny a sešroubovány.", "Grinzi de oțel ridicate și înșurubate.",
        "Сталеві балки піднято й закріплено болтами.", "Çelik kirişler kaldırıldı ve cıvatalandı."),
    "Gitterroste verlegt und geklemmt.": (
        "Rošty položeny a upnuty.", "Grătare așezate și fixate cu cleme.",
        "Решітчастий настил укладено й закріплено.", "Izgaralar döşendi ve kelepçelendi."),
    "Treppenlauf montiert.": (
        "Schodišťové rameno namontováno.", "Rampă de scară montată.",
        "Сходовий марш змонтовано.", "Merdiven kolu monte edildi."),
    "Podest montiert und ausgerichtet.": (
        "Podesta namontována a vyrovnána.", "Podest montat și aliniat.",
        "Майданчик змонтовано та вирівняно.", "Sahanlık monte edildi ve hizalandı."),
    "Zarge gesetzt und ausgerichtet.": (
        "Zárubeň osazena a vyrovnána.", "Toc montat și aliniat.",
        "Дверну коробку встановлено та вирівняно.", "Kasa yerleştirildi ve hizalandı."),
    "Zarge vollständig vermörtelt.": (
        "Zárubeň zcela zalita maltou.", "Toc umplut complet cu mortar.",
        "Дверну коробку повністю залито розчином.", "Kasa tamamen harçla dolduruldu."),
    "Türblatt eingehängt und eingestellt.": (
        "Dveřní křídlo zavěšeno a seřízeno.", "Foaie de ușă montată și reglată.",
        "Дверне полотно навішено та відрегульовано.", "Kapı kanadı takıldı ve ayarlandı."),
    "Türschließer montiert und eingestellt.": (
        "Dveřní zavírač namontován a seřízen.", "Amortizor de ușă montat și reglat.",
        "Дотягувач змонтовано та відрегульовано.", "Kapı kapatıcı monte edildi ve ayarlandı."),
    "Laufschiene gesetzt.": (
        "Pojezdová kolejnice osazena.", "Șină de rulare montată.", "Ходову рейку встановлено.", "Ray yerleştirildi."),
    "Torblatt eingehängt.": (
        "Křídlo vrat zavěšeno.", "Foaie de poartă montată.", "Полотно воріт навішено.", "Büyük kapı kanadı takıldı."),
    "Dammbalken und Stützen aufgebaut.": (
        "Hradidla a sloupky postaveny.", "Grinzi de batardou și stâlpi montați.",
        "Шандорні балки та стійки встановлено.", "Batardo kirişleri ve dikmeler kuruldu."),
    "Tor geprüft, ohne Mängel.": (
        "Vrata zkontrolována, bez závad.", "Poartă verificată, fără defecte.",
        "Ворота перевірено, без недоліків.", "Kapı kontrol edildi, kusur yok."),
    "Tor geprüft, geringe Mängel, siehe Fotos.": (
        "Vrata zkontrolována, drobné závady, viz fotky.", "Poartă verificată, defecte minore, vezi fotografiile.",
        "Ворота перевірено, дрібні недоліки, дивись фото.",
        "Kapı kontrol edildi, küçük kusurlar, fotoğraflara bakınız."),
    "Kräfte an der Schließkante gemessen.": (
        "Síly na zavírací hraně změřeny.", "Forțe la muchia de închidere măsurate.",
        "Зусилля на замикальній кромці виміряно.", "Kapanma kenarındaki kuvvetler ölçüldü."),
    "Federwelle getauscht.": (
        "Pružinový hřídel vyměněn.", "Ax cu arcuri înlocuit.", "Вал із пружинами замінено.", "Yay mili değiştirildi."),
    "Endschalter neu eingestellt.": (
        "Koncové spínače znovu seřízeny.", "Limitatoare reglate din nou.",
        "Кінцеві вимикачі переналаштовано.", "Sınır anahtarları yeniden ayarlandı."),
    "Laufrollen und Scharniere geschmiert.": (
        "Pojezdové kladky a panty namazány.", "Role și balamale gresate.",
        "Ролики та петлі змащено.", "Makaralar ve menteşeler yağlandı."),
    "Feststellanlage mit Prüfgas ausgelöst, schließt.": (
        "Přídržné zařízení spuštěno zkušebním plynem, zavírá.",
        "Dispozitiv de reținere declanșat cu gaz de probă, închide.",
        "Систему утримання дверей перевірено тестовим газом, зачиняє.",
        "Tutma düzeneği test gazıyla tetiklendi, kapanıyor."),
    "Prüfbuch ergänzt, Plakette geklebt.": (
        "Kniha kontrol doplněna, štítek nalepen.", "Registru de verificare completat, etichetă lipită.",
        "Журнал перевірок доповнено, наліпку наклеєно.", "Kontrol defteri dolduruldu, etiket yapıştırıldı."),
    "Öffnung aufgemessen, Maße im Blatt.": (
        "Otvor zaměřen, rozměry v listu.", "Deschidere măsurată, cotele în fișă.",
        "Отвір обміряно, розміри в аркуші.", "Açıklık ölçüldü, ölçüler formda."),
    "Untergrund und Randabstand aufgenommen.": (
        "Podklad a vzdálenost od okraje zaznamenány.", "Strat suport și distanță față de margine notate.",
        "Основу та відстань від краю записано.", "Zemin ve kenar mesafesi kaydedildi."),
    "Zuschnitt nach Liste.": (
        "Řezání podle seznamu.", "Debitare după listă.", "Порізка за списком.", "Listeye göre kesim."),
    "Baugruppen geheftet und geschweißt.": (
        "Sestavy nastehovány a svařeny.", "Subansambluri prinse și sudate.",
        "Вузли прихоплено й зварено.", "Gruplar puntalandı ve kaynatıldı."),
    "Fahrzeug gerüstet.": (
        "Vozidlo naloženo.", "Vehicul încărcat.", "Автомобіль завантажено.", "Araç yüklendi."),
    "Baustelle geräumt.": (
        "Stavba uklizena.", "Șantier curățat.", "Будмайданчик прибрано.", "Şantiye toplandı."),
    "Auf Vorleistung gewartet.": (
        "Čekání na práce jiných.", "Așteptare după lucrările altora.",
        "Очікування на роботи інших.", "Diğerlerinin işi beklendi."),
    "Einweisung gegeben.": (
        "Zaškolení provedeno.", "Instruire făcută.", "Інструктаж проведено.", "Kullanım anlatıldı."),
}  # fmt: skip


def spoken(german: str) -> dict[str, str]:
    """One phrase, by language."""
    return dict(zip(LANGUAGES, SPOKEN[german], strict=True))
