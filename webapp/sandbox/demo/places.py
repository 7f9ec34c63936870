"""Where people live, by locale: cities with their postal codes, streets and telephone numbers.

In patterns `#` stands for any digit, `%` for a digit from 1 to 9 and `@` for a capital letter.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class City:
    """One city. Latitude and longitude are in degrees, of its middle."""

    name: str
    state: str | None
    postal_code: str
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Place:
    """One locale's country."""

    country: str
    phones: tuple[str, ...]
    streets: tuple[str, ...]
    cities: tuple[City, ...]


PLACES: dict[str, Place] = {
    "pl-PL": Place(
        "Poland",
        ("+48 501 ### ###", "+48 22 %## ## ##", "48602######"),
        ("ul. Długa %#", "ul. Świętego Jana %/%#", "al. Żwirki i Wigury %#", "os. Złotej Jesieni %"),
        (
            City("Warszawa", "mazowieckie", "00-%##", 52.2297, 21.0122),
            City("Łódź", "łódzkie", "90-%##", 51.7592, 19.456),
            City("Kraków", "małopolskie", "30-%##", 50.0647, 19.945),
            City("Gdańsk", "pomorskie", "80-%##", 54.352, 18.6466),
        ),
    ),
    "de-DE": Place(
        "Germany",
        ("+49 171 39200##", "+49 30 23125 ###"),
        ("Hauptstraße %#", "Königsallee %#a", "Am Mühlbach %", "Straße des 17. Juni %##"),
        (
            City("Berlin", "Berlin", "101%#", 52.52, 13.405),
            City("München", "Bayern", "8033#", 48.1351, 11.582),
            City("Köln", "Nordrhein-Westfalen", "5066#", 50.9375, 6.9603),
        ),
    ),
    "fr-FR": Place(
        "France",
        ("+33 6 39 98 ## ##", "06 39 98 ## ##", "+33 1 99 00 ## ##"),
        ("% rue de l'Église", "%# avenue des Champs-Élysées", "%bis impasse du Château", "%# cours Gambetta"),
        (
            City("Paris", "Île-de-France", "7501%", 48.8566, 2.3522),
            City("Saint-Étienne", "Auvergne-Rhône-Alpes", "42000", 45.4397, 4.3872),
            City("Nîmes", "Occitanie", "30000", 43.8367, 4.3601),
        ),
    ),
    "es-ES": Place(
        "Spain",
        ("+34 612 ### ###", "+34 91 % ## ## ##"),
        ("Calle de Alcalá %#", "Avinguda Diagonal %##", "Plaza de España %", "C/ Ñuñoa %#, 2.º izq."),
        (
            City("Madrid", "Madrid", "280%#", 40.4168, -3.7038),
            City("A Coruña", "Galicia", "1500%", 43.3623, -8.4115),
            City("Cádiz", "Andalucía", "1100%", 36.5271, -6.2886),
        ),
    ),
    "pt-BR": Place(
        "Brazil",
        ("+55 11 9%### ####", "+55 21 9%### ####"),
        ("Rua São João, %##", "Avenida Paulista, %###", "Travessa da Conceição, %#"),
        (
            City("São Paulo", "SP", "01%##-###", -23.5505, -46.6333),
            City("Brasília", "DF", "70%##-###", -15.7939, -47.8828),
            City("Rio de Janeiro", "RJ", "20%##-###", -22.9068, -43.1729),
        ),
    ),
    "cs-CZ": Place(
        "Czechia",
        ("+420 601 ### ###", "+420 777 ### ###"),
        ("Na Příkopě %#", "Žižkova %#/%", "náměstí Míru %"),
        (
            City("Praha", None, "1%0 00", 50.0755, 14.4378),
            City("Plzeň", "Plzeňský kraj", "301 00", 49.7384, 13.3736),
            City("Ústí nad Labem", "Ústecký kraj", "400 01", 50.6607, 14.0322),
        ),
    ),
    "tr-TR": Place(
        "Türkiye",
        ("+90 532 ### ## ##", "+90 212 2## ## ##"),
        ("İstiklâl Caddesi No: %#", "Atatürk Bulvarı %##/%", "Çiçek Sokağı %#"),
        (
            City("İstanbul", "İstanbul", "344%#", 41.0082, 28.9784),
            City("Diyarbakır", "Diyarbakır", "21%00", 37.9144, 40.2306),
            City("İzmir", "İzmir", "352%#", 38.4192, 27.1287),
        ),
    ),
    "el-GR": Place(
        "Greece",
        ("+30 694 %## ####", "+30 210 %## ####"),
        ("Οδός Ερμού %#", "Λεωφόρος Συγγρού %##", "Πλατεία Αριστοτέλους %"),
        (
            City("Αθήνα", "Αττική", "105 5%", 37.9838, 23.7275),
            City("Θεσσαλονίκη", "Κεντρική Μακεδονία", "546 2%", 40.6401, 22.9444),
        ),
    ),
    "uk-UA": Place(
        "Ukraine",
        ("+380 50 ### ## ##", "+380 67 ### ## ##"),
        ("вул. Хрещатик, %#", "просп. Свободи, %#", "вул. Ґонти, %, кв. %#"),
        (
            City("Київ", None, "010%#", 50.4501, 30.5234),
            City("Львів", "Львівська область", "790%#", 49.8397, 24.0297),
            City("Одеса", "Одеська область", "650%#", 46.4825, 30.7233),
        ),
    ),
    "ar-AE": Place(
        "United Arab Emirates",
        ("+971 50 %## ####", "+971 4 3## ####"),
        ("شارع الشيخ زايد %##", "شارع الكورنيش %#", "ص.ب. %####"),
        (
            City("دبي", "دبي", "00000", 25.2048, 55.2708),
            City("أبو ظبي", "أبو ظبي", "00000", 24.4539, 54.3773),
        ),
    ),
    "he-IL": Place(
        "Israel",
        ("+972 50 2## ####", "+972 3 %## ####"),
        ("רחוב הרצל %#", "שדרות רוטשילד %##", "דרך יפו %#"),
        (
            City("תל אביב-יפו", None, "61%####", 32.0853, 34.7818),
            City("ירושלים", None, "91%####", 31.7683, 35.2137),
        ),
    ),
    "ja-JP": Place(
        "Japan",
        ("+81 90 %### ####", "+81 3 3%## ####"),
        ("丸の内%丁目%番%号", "銀座%-%-%#", "北%条西%丁目"),
        (
            City("千代田区", "東京都", "100-000%", 35.6895, 139.6917),
            City("大阪市", "大阪府", "530-000%", 34.6937, 135.5023),
            City("札幌市", "北海道", "060-000%", 43.0618, 141.3545),
        ),
    ),
    "ko-KR": Place(
        "South Korea",
        ("+82 10 5### ####", "+82 2 %## ####"),
        ("세종대로 %##", "강남대로%길 %#", "해운대해변로 %##"),
        (
            City("서울", "서울특별시", "0452%", 37.5665, 126.978),
            City("부산", "부산광역시", "4809%", 35.1796, 129.0756),
        ),
    ),
    "zh-CN": Place(
        "China",
        ("+86 138 #### ####", "+86 10 %### ####"),
        ("长安街%#号", "南京东路%##号%室", "人民路%#弄%号"),
        (
            City("北京", "北京市", "1000%#", 39.9042, 116.4074),
            City("上海", "上海市", "2000%#", 31.2304, 121.4737),
            City("成都", "四川省", "6100%#", 30.5728, 104.0668),
        ),
    ),
    "hi-IN": Place(
        "India",
        ("+91 98### #####", "+91 11 2### ####"),
        ("महात्मा गांधी मार्ग %#", "गली नंबर %, मकान %##", "%#, Nehru Place"),
        (
            City("नई दिल्ली", "दिल्ली", "1100%#", 28.6139, 77.209),
            City("मुंबई", "महाराष्ट्र", "4000%#", 19.076, 72.8777),
            City("वाराणसी", "उत्तर प्रदेश", "22100%", 25.3176, 82.9739),
        ),
    ),
    "vi-VN": Place(
        "Vietnam",
        ("+84 90 ### ## ##", "+84 24 3%## ####"),
        ("%# Lê Lợi", "Ngõ %#, phố Hàng Bạc", "%## Đường Nguyễn Huệ"),
        (
            City("Hà Nội", None, "100000", 21.0278, 105.8342),
            City("Đà Nẵng", None, "550000", 16.0544, 108.2022),
        ),
    ),
    "sv-SE": Place(
        "Sweden",
        ("+46 70 174 06 ##", "070-174 06 ##"),
        ("Drottninggatan %#", "Östra Hamngatan %", "Åkervägen %# B"),
        (
            City("Stockholm", None, "111 %#", 59.3293, 18.0686),
            City("Göteborg", None, "411 0%", 57.7089, 11.9746),
            City("Örebro", None, "702 1%", 59.2753, 15.2134),
        ),
    ),
    "is-IS": Place(
        "Iceland",
        ("+354 611 ####", "+354 551 ####"),
        ("Laugavegur %#", "Skólavörðustígur %", "Þórsgata %#"),
        (
            City("Reykjavík", None, "101", 64.1466, -21.9426),
            City("Seyðisfjörður", None, "710", 65.2599, -14.0096),
        ),
    ),
    "it-IT": Place(
        "Italy",
        ("+39 347 ### ####", "+39 06 %### ####"),
        ("Via Garibaldi, %#", "Piazza dell'Unità d'Italia, %", "Vicolo Corto %#/A"),
        (
            City("Roma", "RM", "001%#", 41.9028, 12.4964),
            City("Forlì", "FC", "4712%", 44.2227, 12.0407),
        ),
    ),
    "nl-NL": Place(
        "Netherlands",
        ("+31 6 2### ####", "+31 20 %## ####"),
        ("Keizersgracht %##", "Kerkstraat %#-II", "'s-Gravelandseweg %"),
        (
            City("Amsterdam", "Noord-Holland", "101% @@", 52.3676, 4.9041),
            City("'s-Hertogenbosch", "Noord-Brabant", "521% @@", 51.6978, 5.3037),
        ),
    ),
    "en-US": Place(
        "United States",
        ("+1 212 555 01##", "(415) 555-01##", "+1-512-555-01##"),
        ("%## Main St", "%##% W 42nd Street, Apt %@", "PO Box %##", "% Martin Luther King Jr Blvd"),
        (
            City("New York", "NY", "1000%", 40.7128, -74.006),
            City("San José", "CA", "9511%", 37.3382, -121.8863),
            City("Austin", "TX", "7870%", 30.2672, -97.7431),
            City("Coeur d'Alene", "ID", "83814", 47.6777, -116.7805),
        ),
    ),
    "en-GB": Place(
        "United Kingdom",
        ("+44 7700 900###", "07700 900###", "+44 20 7946 0###"),
        ("%# High Street", "Flat %, %# King's Road", "The Old Rectory, Church Lane", "%a St. John's Wood"),
        (
            City("London", None, "SW1A %@@", 51.5074, -0.1278),
            City("Manchester", None, "M1 %@@", 53.4808, -2.2426),
            City("Llanfairpwllgwyngyll", "Ynys Môn", "LL61 5@@", 53.2208, -4.2003),
        ),
    ),
    "en-IE": Place(
        "Ireland",
        ("+353 86 ### ####", "+353 20 91# ####"),
        ("%# O'Connell Street", "%# Sráid na Siopaí", "Rose Cottage, Kilmacanogue"),
        (
            City("Dublin", "Co. Dublin", "D0% @%##", 53.3498, -6.2603),
            City("Dún Laoghaire", "Co. Dublin", "A96 @%##", 53.294, -6.1339),
            City("Galway", "Co. Galway", "H91 @%##", 53.2707, -9.0568),
        ),
    ),
}
