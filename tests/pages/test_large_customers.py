"""A customer with 10,000 events and 300 redeemables: pages stay small and quick, and say what they leave out."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.support.app import app_for_tests
from tests.support.page_client import PageClient
from tests.support.sandbox_server import SandboxServer
from tests.support.small_world import CUSTOMERS, Rows

CUSTOMER = "cust_anna"
EVENTS = 10_000
REDEEMABLES = 300
ORDERS_EVERY = 4
NOW = datetime.now(UTC)
PATIENCE_SECONDS = 5


def written(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def event(number: int) -> dict[str, Any]:
    created_at = written(NOW - timedelta(minutes=number))
    order = {
        "id": f"ord_{number}",
        "source_id": f"web-{number}",
        "status": "PAID",
        "amount": 100,
        "created_at": created_at,
    }
    is_order = number % ORDERS_EVERY == 0
    return {
        "id": f"evcus_{number}",
        "type": "customer.order.paid" if is_order else "customer.email.sent",
        "data": {"data": {"order": order} if is_order else {}, "event_source": {"channel": "API"}},
        "created_at": created_at,
        "group_id": "v-1",
        "customer_id": CUSTOMER,
        "category": "ACTION",
        "campaign_id": None,
        "campaign_type": None,
    }  # fmt: skip


def voucher(number: int) -> dict[str, Any]:
    return {
        "id": f"v_{number:03}",
        "code": f"CODE-{number:03}",
        "type": "DISCOUNT_VOUCHER",
        "discount": {"type": "PERCENT", "percent_off": 10},
        "gift": None,
        "loyalty_card": None,
        "active": True,
        "expiration_date": written(NOW - timedelta(days=REDEEMABLES - number)) if number % 2 else None,
        "redemption": {"quantity": 1, "redeemed_quantity": 0},
        "holder_id": CUSTOMER,
        "campaign": None,
        "campaign_id": None,
        "category": None,
        "created_at": "2025-01-01T00:00:00.000Z",
        "updated_at": None,
        "object": "voucher",
    }


def holder(number: int) -> dict[str, Any]:
    return {
        "id": f"rh_{number:03}",
        "created_at": "2025-01-01T00:00:00.000Z",
        "redeemable_id": f"v_{number:03}",
        "redeemable_object": "voucher",
        "customer_id": CUSTOMER,
        "holder_role": "OWNER",
        "campaign_id": None,
        "campaign_type": None,
        "voucher_type": "DISCOUNT_VOUCHER",
    }


def world() -> list[tuple[str, Rows]]:
    return [
        ("customers", CUSTOMERS),
        ("events", [event(number) for number in reversed(range(EVENTS))]),
        ("vouchers", [voucher(number) for number in range(REDEEMABLES)]),
        ("holders", [holder(number) for number in range(REDEEMABLES)]),
    ]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PageClient]:
    with SandboxServer(batches=world()) as sandbox:
        app = app_for_tests(
            Path(tmp_path_factory.mktemp("large")), voucherify_base_url=sandbox.url, panel_deadline_ms=5_000
        )
        client = PageClient(app)
        client.sign_in("agent")
        yield client
        app.extensions["voucherify"].close()


@pytest.mark.parametrize("section", ["", "/activity", "/redeemables", "/orders", "/segments"])
def test_no_page_is_slow_or_heavy(client: PageClient, section: str) -> None:
    began = time.monotonic()
    page = client.get(f"/customers/{CUSTOMER}{section}")
    assert time.monotonic() - began < PATIENCE_SECONDS
    assert len(page.html) < 400_000


def test_the_activity_is_paged_to_its_end(client: PageClient) -> None:
    url, pages, entries = f"/customers/{CUSTOMER}/activity?type=customer.order.paid", 0, 0
    while url and pages < 4:
        page = client.get(url)
        entries += len(page.all("li", class_="entry"))
        url, pages = page.links().get("Show older events", ""), pages + 1
    assert (pages, entries) == (4, 200)
    last = client.get(f"/customers/{CUSTOMER}/activity?after=evcus_{EVENTS - 20}")
    assert len(last.all("li", class_="entry")) == 19
    assert "Show older events" not in last.links()


def test_redeemables_come_a_hundred_at_a_time_and_say_which(client: PageClient) -> None:
    page, seen = client.get(f"/customers/{CUSTOMER}/redeemables"), []
    for expected in ("1 to 100 of 300", "101 to 200 of 300", "201 to 300 of 300"):
        assert expected in page.text
        seen += [link for link in page.links() if link.startswith("CODE-") and " " not in link]
        if "Show more" in page.links():
            page = client.get(page.links()["Show more"])
    assert len(set(seen)) == REDEEMABLES
    assert "Show more" not in page.links()


def test_the_overview_counts_what_it_does_not_show(client: PageClient) -> None:
    page = client.get(f"/customers/{CUSTOMER}")
    assert "All activity" in page.links()
    assert "All 25 orders" in page.links()
    assert "in the activity since" in page.text
    [panel] = page.all("section", aria_labelledby="redeemables")
    assert "300" in "".join(panel.itertext())
    assert any(text.startswith("and ") and text.endswith(" more") for text in page.links())


def test_orders_look_back_as_far_as_they_say(client: PageClient) -> None:
    page = client.get(f"/customers/{CUSTOMER}/orders")
    assert len(page.all("li", class_="order")) == 100
    older = client.get(page.links()["Look further back"])
    assert len(older.all("li", class_="order")) == 100
