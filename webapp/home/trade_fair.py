"""The list that ticket 9 of the demo speaks of: 3,000 people, in just the state in which such lists arrive."""

import csv
import io
from collections.abc import Iterator
from random import Random

FILE_NAME = "trade-fair.csv"
ENCODING = "windows-1250"
PEOPLE = 3_000
KNOWN = 40  # of the demo's customers, whom the list meets again
HEADER = ("source_id", "Name", "E-mail", "Phone", "City", "Country", "Birthdate", "membership_level")
FIRST_NAMES = ("Agnieszka", "Božena", "Dušan", "Élise", "György", "Ivana", "Jörg", "Kateřina", "Łukasz", "Małgorzata")
FAMILY_NAMES = ("Dvořák", "Hájek", "Jabłońska", "Kőszegi", "Müller", "Novák", "Šimić", "Wiśniewska", "Zając", "Žižka")
CITIES = (("Kraków", "PL"), ("Brno", "CZ"), ("Győr", "HU"), ("Köln", "DE"), ("Žilina", "SK"), ("Čakovec", "HR"))


def trade_fair() -> bytes:
    """The file as a spreadsheet of the fair's office saved it, with its slips of the keyboard."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADER)
    writer.writerows(_rows())
    return text.getvalue().encode(ENCODING)


def _rows() -> Iterator[tuple[str, ...]]:
    chance = Random(9)  # noqa: S311 - the same list for everybody
    for number in range(1, PEOPLE + 1):
        city, country = chance.choice(CITIES)
        name = f"{chance.choice(FIRST_NAMES)} {chance.choice(FAMILY_NAMES)}"
        email = f"visitor.{number}@example.org"
        birthdate = f"{chance.randint(1950, 2004)}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
        level = "bronze"
        if number <= KNOWN:
            name, level = f"Fair Visitor {number}", "silver"
        match number % 97:
            case 31:
                email = email.replace("@", "@@")
            case 53:
                birthdate = f"{birthdate[:4]}-02-30"
            case 71:
                level = "platinum"
        phone = f"+48 600 {number // 1000:03d} {number % 1000:03d}"
        yield f"fair-{number:04d}", name, email, phone, city, country, birthdate, level
