"""Whichever way SQLite goes about a list, seeking or walking, the list is the same."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.support.judging import judged
from tests.support.small_world import Rows, customer
from webapp.sandbox.app import create_sandbox
from webapp.sandbox.authentication import APP_ID, APP_TOKEN
from webapp.sandbox.database import Database
from webapp.sandbox.seeding import create_database

COUNT = 400


def crowd() -> Rows:
    """400 customers; a quarter each shares a name, a fifth a city, and always four a creation time."""
    return [
        customer(
            f"cust_{number:03}",
            f"2025-01-{1 + number // 16:02}T00:00:0{number % 16 // 4}.000Z",
            source_id=f"crm-{number * 7 % COUNT:03}",
            name=f"{('Ann', 'Bob', 'Joanna', 'Zoë')[number % 4]} {number}",
            email="shared@example.org" if number % 3 else f"{number}@example.org",
            address={"city": f"City {number % 5}"},
            **({"updated_at": f"2025-03-01T00:0{number % 10}:00.000Z"} if number % 2 else {}),
        )
        for number in range(COUNT)
    ]


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    path: Path = tmp_path_factory.mktemp("crowd") / "sandbox.sqlite3"
    segment = {"id": "seg_third", "name": None, "type": "static", "created_at": "2025-01-01T00:00:00.000Z"}
    members = [
        {"segment_id": "seg_third", "customer_id": f"cust_{number:03}", "entered_at": "2025-04-01T00:00:00.000Z"}
        for number in range(0, COUNT, 3)
    ]
    create_database(path, [("customers", crowd()), ("segments", [segment]), ("segment_members", members)])
    database = Database(path)
    client = judged(create_sandbox(database)).test_client()
    client.environ_base |= {"HTTP_X_APP_ID": APP_ID, "HTTP_X_APP_TOKEN": APP_TOKEN}
    yield client
    database.close()


def pages(client: FlaskClient, query: str, limit: int) -> list[str]:
    """Ids of up to 60 customers, read by pages of this size."""
    answers = [client.get(f"/v1/customers?{query}&limit={limit}&page={page}") for page in range(1, 60 // limit + 1)]
    return [customer["id"] for answer in answers for customer in answer.get_json()["customers"]]


KEYS: dict[str, Callable[[dict[str, Any]], str]] = {
    "created_at": lambda customer: customer["created_at"],
    "updated_at": lambda customer: customer.get("updated_at") or customer["created_at"],
    "source_id": lambda customer: customer["source_id"],
}


def number(customer: dict[str, Any]) -> int:
    return int(customer["id"].removeprefix("cust_"))


@pytest.mark.parametrize("order", [sign + name for name in KEYS for sign in ("", "-")])
@pytest.mark.parametrize(
    ("filters", "meets"),
    [
        ("", bool),
        ("name=ann", lambda customer: "ann" in customer["name"].casefold()),
        ("name=an", lambda customer: "an" in customer["name"].casefold()),
        ("city=city 1", lambda customer: customer["address"]["city"] == "City 1"),
        ("email=shared@example.org", lambda customer: customer["email"] == "shared@example.org"),
        ("segment_id=seg_third", lambda customer: number(customer) % 3 == 0),
        (
            "created_at[after]=2025-01-05&created_at[before]=2025-01-12T00:00:02Z",
            lambda customer: "2025-01-05T00:00:00.000Z" < customer["created_at"] < "2025-01-12T00:00:02.000Z",
        ),
        (
            "updated_at[after]=2025-03-01T00:02:00Z",
            lambda customer: customer.get("updated_at", "") > "2025-03-01T00:02:00.000Z",
        ),
        (
            "updated_at[before]=2025-03-01T00:05:00Z&name=bob",
            lambda customer: (
                customer.get("updated_at", "9") < "2025-03-01T00:05:00.000Z" and "bob" in customer["name"].casefold()
            ),
        ),
        (
            "name=ann&city=City 2&segment_id=seg_third",
            lambda customer: (
                number(customer) % 3 == 0
                and customer["address"]["city"] == "City 2"
                and "ann" in customer["name"].casefold()
            ),
        ),
    ],
)
def test_small_and_large_pages_show_what_they_should(
    crowded: FlaskClient, filters: str, meets: Callable[[dict[str, Any]], bool], order: str
) -> None:
    expected = sorted(filter(meets, crowd()), key=KEYS[order.lstrip("-")])
    if order.startswith("-"):
        expected.reverse()
    query = f"{filters}&order={order}"
    assert crowded.get(f"/v1/customers?{query}").get_json()["total"] == len(expected)
    ids = [customer["id"] for customer in expected[:60]]
    assert ids
    assert pages(crowded, query, 3) == ids
    assert pages(crowded, query, 60) == ids


@pytest.mark.parametrize("filters", ["", "name=ann", "segment_id=seg_third"])
@pytest.mark.parametrize("limit", [1, 60])
def test_a_cursor_starts_behind_its_moment(crowded: FlaskClient, filters: str, limit: int) -> None:
    everyone = crowded.get(f"/v1/customers?{filters}&limit=100&order=created_at").get_json()["customers"]
    cursor = "2025-01-02T00:00:01.000Z"
    behind = [customer["id"] for customer in everyone if customer["created_at"] > cursor][:limit]
    page = crowded.get(f"/v1/customers?{filters}&limit={limit}&order=created_at&starting_after={cursor}").get_json()
    assert [customer["id"] for customer in page["customers"]] == behind
