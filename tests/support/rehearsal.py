"""An import and its undo by a person in front of a browser, while processes are killed at moments drawn by lot.

What the API holds is compared with the file cell by cell, and what Frontdesk counted with what is true.
"""

import csv
import io
import random
import re
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from tests.support.page_client import Page
from tests.support.system import Browser, System, wait_for
from webapp.changesets.comparing import flat
from webapp.sandbox.authentication import APP_ID, APP_TOKEN
from webapp.voucherify import Voucherify

FIELDS = {
    "Source_id": "",
    "Name": "name",
    "Email": "email",
    "Phone": "phone",
    "Birthdate": "birthdate",
    "Description": "description",
    "Address_line_1": "address.line_1",
    "City": "address.city",
    "Postal_Code": "address.postal_code",
    "Country": "address.country",
    "membership_level": "metadata.membership_level",
    "favorite_brands": "metadata.favorite_brands",
}
WRITTEN = {"created", "updated"}
VICTIMS = ("worker", "sandbox", "web")
LONGEST_ABSENCE = 1.5
SECONDS = 3_600
ROWS_OF_A_CALL = 5_000

Customers = dict[str, dict[str, Any]]


class Kills:
    """Kills one process after another at moments drawn by lot and brings each back, while something goes on."""

    def __init__(self, system: System, seed: int, *, shortest: float, longest: float) -> None:
        self.counts: Counter[str] = Counter()
        self._system = system
        self._draw = random.Random(seed)  # noqa: S311 -- a seed makes the moments repeatable
        self._between = (shortest, longest)

    @contextmanager
    def going_on(self, *, at_least: int, at_most: int = 1_000) -> Iterator[None]:
        """Kill until the block ends, and so often at least and at most. The first three are one of each."""
        is_over = threading.Event()
        begun_with = self.counts.total()

        def go_on() -> None:
            while not is_over.is_set() and self.counts.total() - begun_with < at_most:
                is_over.wait(self._draw.uniform(*self._between))
                if is_over.is_set():
                    break
                self._one()

        thread = threading.Thread(target=go_on)
        thread.start()
        try:
            yield
        finally:
            is_over.set()
            thread.join()
        while self.counts.total() - begun_with < at_least:
            self._one()

    def _one(self) -> None:
        victim = VICTIMS[self.counts.total()] if self.counts.total() < len(VICTIMS) else self._draw.choice(VICTIMS)
        self._system.kill(victim)
        time.sleep(self._draw.uniform(0, LONGEST_ABSENCE))
        self._system.start(victim)
        self.counts[victim] += 1


class Rehearsal:
    """A file of `rows` people of whom every third is new to the API, and every ninth has nothing to change."""

    def __init__(self, system: System, rows: int, seed: int) -> None:
        self._system = system
        self._client = Voucherify(base_url=system.sandbox_url, app_id=APP_ID, app_token=APP_TOKEN, read_timeout=60)
        self._rows = list(people(rows, seed))
        self._browser = Browser(system.url)
        self.change_set = ""

    def close(self) -> None:
        self._client.close()

    def seed(self) -> Customers:
        """Make the people that are known before; return everybody the API holds."""
        known = [
            body_of(row) if number % 9 == 1 else {**body_of(row), "name": f"Before {number}", "phone": "+48 1"}
            for number, row in enumerate(self._rows)
            if number % 3
        ]
        for start in range(0, len(known), ROWS_OF_A_CALL):
            enqueued = self._client.customers.update_in_bulk(known[start : start + ROWS_OF_A_CALL])
            wait_for(lambda: self._client.async_actions.get(enqueued.async_action_id).is_finished)  # noqa: B023
        return self.everybody()

    def everybody(self) -> Customers:
        """The writable values of every customer, by source id, or by id where there is none."""
        return {each.source_id or each.id: flat(each.raw) for each in self._client.customers.iterate()}

    def wanted(self, before: Customers) -> Customers:
        """What the API should hold once the file is in it."""
        wanted = {key: dict(values) for key, values in before.items()}
        for row in self._rows:
            wanted.setdefault(row[0], {}).update(
                {field: value for field, value in cells_of(row).items() if value != ""}
            )
        return wanted

    def carry_out(self) -> None:
        """Hand the file over, map it, have it checked, look at the dry run, confirm, wait for the result."""
        self._browser.sign_in("supervisor")
        form = self._browser.get("/imports/new").form("/imports/new")
        text = io.StringIO()
        csv.writer(text).writerows([list(FIELDS), *self._rows])
        page = self._browser.submit(form, file=(io.BytesIO(text.getvalue().encode()), "people.csv"))
        page = self._browser.submit(page.form(page.url))
        check = page.url
        page = self._until(check, f"{check}/dry-run")
        while "/changes/" not in page.url:
            page = self._browser.submit(page.form(f"{check}/dry-run"))
        self.change_set = page.url
        self._confirm()

    def take_back(self) -> None:
        """Undo the change set: put back what was there, and delete whom it created."""
        undo = f"{self.change_set}/undo"
        page = self._browser.get(self.change_set)
        while page.url == self.change_set:
            page = self._browser.submit(page.form(undo))
        self.change_set = page.url
        self._confirm(delete="y")

    def outcomes(self) -> dict[str, str]:
        """What Frontdesk says became of each row, by source id."""
        table = csv.DictReader(io.StringIO(self._browser.get(f"{self.change_set}/rows.csv").html.lstrip("\ufeff")))
        return {row["key"]: row["outcome"] for row in table}

    def result(self) -> Page:
        return self._browser.get(self.change_set)

    def _confirm(self, **choices: str) -> None:
        run = f"{self.change_set}/run"
        page = self._until(self.change_set, run)
        refusal = self._browser.submit(page.form(run), 422, **choices)  # it says how many rows have to be typed
        count = re.search(r"Type ([\d,]+) to say", refusal.text)
        assert count is not None, refusal.text
        self._browser.submit(page.form(run), typed=count[1], **choices)
        self._until(self.change_set, "", "Ended")

    def _until(self, url: str, form: str, word: str = "") -> Page:
        """The page once it offers a form to this path, or says a word."""
        found: list[Page] = []

        def is_there() -> bool:
            page = self._browser.get(url)
            actions = {each.get("action") for each in page.all("form")}
            if f"{url}/go-on" in actions or "did not come to its end" in page.text:
                raise AssertionError(page.text)
            is_so = form in actions if form else word in page.text
            if is_so:
                found.append(page)
            else:
                time.sleep(0.3)
            return is_so

        wait_for(is_there, SECONDS)
        return found[0]


def people(rows: int, seed: int) -> Iterator[tuple[str, ...]]:
    draw = random.Random(seed)  # noqa: S311 -- demo data
    for number in range(rows):
        yield (
            f"row-{number:06}",
            f"{draw.choice(('Anna', 'Çelik', 'Zoë', '李'))} O'Neil, “{number}”",
            f"p{number}@example.org",
            f"+48 600 {number:06}",
            f"{draw.randrange(1940, 2005)}-0{draw.randrange(1, 9)}-{draw.randrange(10, 28)}",
            f"Line one\nline two of {number}",
            f"Main Street {number}",
            draw.choice(("Paris", "Kraków", "Osaka")),
            f"{draw.randrange(10**5):05}",
            "Poland",
            draw.choice(("", "bronze", "silver", "gold")),
            "Nike,Fenty",
        )


def cells_of(row: Sequence[str]) -> dict[str, Any]:
    """The values of a row by flat name; "" for an empty cell, which keeps what is there."""
    cells: dict[str, Any] = {field: cell for field, cell in zip(FIELDS.values(), row, strict=True) if field}
    cells["metadata.favorite_brands"] = row[-1].split(",")
    return cells


def body_of(row: Sequence[str]) -> dict[str, Any]:
    body: dict[str, Any] = {"source_id": row[0]}
    for field, value in cells_of(row).items():
        top, _, rest = field.partition(".")
        if value == "":
            continue
        if rest:
            body.setdefault(top, {})[rest] = value
        else:
            body[top] = value
    return body


def difference(one: Customers, other: Customers) -> list[str]:
    """The cells in which two states differ, and whoever is in one alone."""
    told = [f"{key} is in one state alone" for key in one.keys() ^ other.keys()]
    for key in one.keys() & other.keys():
        if one[key] != other[key]:
            fields = {f for f in one[key].keys() | other[key].keys() if one[key].get(f) != other[key].get(f)}
            told += [f"{key} {field}: {one[key].get(field)!r}, {other[key].get(field)!r}" for field in sorted(fields)]
    return told


def lies(outcomes: Mapping[str, str], before: Customers, after: Customers, wanted: Customers) -> list[str]:
    """What Frontdesk says of rows that is not so. "not known" is never a lie."""
    told = []
    for key, outcome in outcomes.items():
        truth = "created" if key not in before else "unchanged" if before[key] == wanted[key] else "updated"
        is_written = after.get(key) == wanted[key]
        if outcome not in {truth, "not known"} or not is_written:
            told.append(f"{key}: {outcome}, in truth {truth}, {'written' if is_written else 'not written'}")
    return told
