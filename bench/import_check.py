"""The check of a file of 200,000 customers, against a bare pass of `csv.reader` and against `frictionless validate`.

All three read the same file, in turns. Frictionless is told the rules it knows: types, required cells, lengths, the
values allowed, the key that stands once, and the check's own patterns. One row in a hundred has an error, as files of
people have. How much memory the check takes is looked at in processes of its own, for this file and for one five
times as long.
"""

import csv
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from frictionless import Resource, Schema

from bench import Ratio
from webapp.cautions import CODE_LENGTH, LOCALE
from webapp.imports.checking import Mapping, check_table
from webapp.imports.checking.contacts import SEPARATORS, given_phone
from webapp.imports.checking.texts import LONGEST_TEXT, PLAIN_KEY, PLAIN_TEXT
from webapp.imports.columns import match_headers
from webapp.tables import Dialect, read_records
from webapp.voucherify.metadata_schemas import MetadataSchema

ROOT = Path(__file__).parents[1]
ROWS, MANY_ROWS = 200_000, 1_000_000
ROUNDS = 7
PIECE = 1024 * 1024  # bytes
MOST_OF_BARE = 5
TIMES_FASTER = 15
MOST_MEMORY = 1.05  # the allocator's own ups and downs
HEADER = (
    "source_id", "name", "email", "phone", "birthdate", "description", "address_line_1", "city", "postal_code",
    "country", "membership_level", "orders",
)  # fmt: skip
DIALECT = Dialect("utf-8-sig", ",")
LEVELS = ["bronze", "silver", "gold"]
SCHEMA = MetadataSchema(
    {
        "properties": {
            "membership_level": {"type": "string", "array": False, "optional": True, "eq": LEVELS},
            "orders": {"type": "number", "array": False, "optional": True},
        },
        "allow_defined_only": True,
    }
)
COUNTRIES = [
    *(code for code in LOCALE.territories if len(code) == CODE_LENGTH),
    *(str(name) for name in LOCALE.territories.values()),
]
TEXT = {"maxLength": LONGEST_TEXT, "pattern": PLAIN_TEXT}
# Of the pattern for phone numbers each digit, with the separators that may follow it.
PHONE = re.sub(
    r"\{[^}]*\}|(\\d|\[[^]]*\]|\d)",
    lambda found: f"(?:{found[1]}[{re.escape(SEPARATORS)}]*)" if found[1] else found[0],
    given_phone().replace("+", f"+[{re.escape(SEPARATORS)}]*", 1),
)
FRICTIONLESS = {
    "fields": [
        {"name": "source_id", "type": "string", "constraints": {"required": True, "pattern": PLAIN_KEY}},
        {"name": "name", "type": "string", "constraints": TEXT},
        {"name": "email", "type": "string", "format": "email", "constraints": {"unique": True, **TEXT}},
        {"name": "phone", "type": "string", "constraints": {"pattern": PHONE}},
        # "any": the check reads days with the year first or last and any separator, and only this does so, too.
        {
            "name": "birthdate",
            "type": "date",
            "format": "any",
            "constraints": {"minimum": "1900-01-01", "maximum": "2019-12-31"},
        },
        *({"name": name, "type": "string", "constraints": TEXT} for name in HEADER[5:9]),
        {"name": "country", "type": "string", "constraints": {"enum": COUNTRIES}},
        {"name": "membership_level", "type": "string", "constraints": {"enum": LEVELS}},
        {"name": "orders", "type": "number"},
    ],
    "primaryKey": ["source_id"],
}
SPOILED = {
    "source_id": ("", "crm-7"), "email": ("nobody", "a@b@example.org"), "birthdate": ("1990-02-30", "next week"),
    "membership_level": ("platinum",), "orders": ("many",), "description": ("=1+1",),
}  # fmt: skip


def main() -> Iterator[Ratio]:
    with tempfile.TemporaryDirectory() as folder:
        path, longer = Path(folder) / "people.csv", Path(folder) / "more-people.csv"
        write(path, ROWS)
        whole = seconds(lambda: validate(path))
        passes = [(seconds(lambda: read(path)), seconds(lambda: check(path))) for _ in range(ROUNDS)]
        checking = median(of_check for _, of_check in passes)
        bare = median(of_bare for of_bare, _ in passes)
        yield Ratio("check of 200,000 rows / bare csv.reader", checking / bare, MOST_OF_BARE)
        yield Ratio("check of 200,000 rows / a 15th of frictionless", checking / (whole / TIMES_FASTER), 1)
        write(longer, MANY_ROWS)
        yield Ratio("peak memory, 1,000,000 rows / 200,000", peak(longer) / peak(path), MOST_MEMORY)


def write(path: Path, rows: int) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(people(rows))


def people(rows: int) -> Iterator[tuple[str, ...]]:
    draw = random.Random(1)  # noqa: S311 -- demo data
    for number in range(rows):
        person = {
            "source_id": f"crm-{number:07}",
            "name": f"{draw.choice(('Anna', 'Bob', 'Çelik', 'Élise'))} {draw.choice(('Smith', 'Novák'))} {number}",
            "email": f"{draw.choice(('anna', 'bob.smith', 'e'))}{number}@{draw.choice(('example.org', 'mail.pl'))}",
            "phone": draw.choice(("", f"+48 600 {number % 10**6:06}", f"+1 (212) 555-{number % 10**4:04}")),
            "birthdate": f"{draw.randrange(1940, 2005)}-0{draw.randrange(1, 9)}-{draw.randrange(10, 31)}",
            "description": draw.choice(("", f"Customer {number}, since the spring sale, “{number % 97}” points")),
            "address_line_1": f"Main Street {number % 5_000}",
            "city": draw.choice(("Paris", "Rome", "Kraków", "Osaka", "Lagos")),
            "postal_code": f"{draw.randrange(10**5):05}",
            "country": draw.choice(("Poland", "FR", "Japan")),
            "membership_level": draw.choice(("", *LEVELS)),
            "orders": f"{draw.randrange(300)}",
        }
        if draw.random() < 0.01:
            column = draw.choice(list(SPOILED))
            person[column] = draw.choice(SPOILED[column])
        yield tuple(person.values())


def read(path: Path) -> None:
    with path.open(newline="", encoding="utf-8") as file:
        for _ in csv.reader(file):
            pass


def check(path: Path) -> None:
    with path.open("rb") as file:
        mapping = Mapping([*match_headers(HEADER, SCHEMA).values()])
        records = read_records(iter(lambda: file.read(PIECE), b""), DIALECT)
        found: list[int] = []
        summary = check_table(
            records,
            mapping,
            SCHEMA,
            on_findings=lambda record, _: found.append(record.line),
            on_progress=lambda _rows, _bytes: None,
        )
    if not len(found) == summary.rows_with_errors + summary.rows_with_warnings > summary.rows / 200:
        raise AssertionError(f"{len(found):,} rows with findings, {summary}")


def validate(path: Path) -> None:
    report = Resource(path.name, basepath=str(path.parent), schema=Schema.from_descriptor(FRICTIONLESS)).validate(
        limit_errors=ROWS  # or it would stop at a thousand
    )
    if report.stats["errors"] < ROWS / 200:
        raise AssertionError(f"frictionless found {report.stats}")


def peak(path: Path) -> int:
    """The most memory a process takes that does nothing but check this file."""
    command = [sys.executable, "-m", "bench.import_check", str(path)]
    return int(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout)  # noqa: S603 - our own


def seconds(call: Callable[[], None]) -> float:
    """The processor's time, which tells more than the clock's where others are at work beside."""
    began = time.process_time()
    call()
    return time.process_time() - began


if __name__ == "__main__":
    import resource

    check(Path(sys.argv[1]))
    sys.stdout.write(str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))
