"""The demo world as a whole: the same in every run, complete, and ordered in time."""

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.support.demo_world import NOW, NOW_WRITTEN, DemoWorld, demo_world, grouped
from webapp.sandbox.demo import build

MINIMUM = 14
TABLES_OF_CUSTOMERS = ("vouchers", "holders", "orders", "redemptions", "publications", "transactions", "events")

DIGEST = """
import hashlib, json
from tests.support.demo_world import NOW
from webapp.sandbox.demo import build
print(hashlib.sha256(json.dumps(list(build(200, 7, NOW))).encode()).hexdigest())
"""


def test_same_arguments_give_the_same_bytes_in_another_process() -> None:
    digests = {
        subprocess.run(
            [sys.executable, "-c", DIGEST],
            env=os.environ | {"PYTHONHASHSEED": hash_seed},
            cwd=Path(__file__).parents[2],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for hash_seed in ("1", "2")
    }

    assert len(digests) == 1


def test_another_seed_gives_other_people() -> None:
    ids = {customer["id"] for customer in demo_world()["customers"]}

    assert not ids & {customer["id"] for customer in demo_world(seed=2)["customers"]}


@pytest.mark.parametrize(
    ("wanted", "expected"), [(0, MINIMUM), (10, MINIMUM), (15, 15), (60, 60), (62, 62), (400, 400)]
)
def test_as_many_customers_as_asked_but_never_fewer_than_the_tickets_need(wanted: int, expected: int) -> None:
    assert len(demo_world(wanted)["customers"]) == expected


def test_a_larger_world_begins_with_the_smaller_one() -> None:
    small, large = demo_world(300)["customers"], demo_world(400)["customers"]

    assert small == large[:300]


def test_batches_stay_small() -> None:
    batches = list(build(2500, 1, NOW))

    assert max(len(rows) for table, rows in batches if table == "customers") <= 1001
    assert sum(table == "customers" for table, _ in batches) == 3


@pytest.mark.parametrize("table", ["customers", "campaigns", "segments", "consents", *TABLES_OF_CUSTOMERS])
def test_ids_are_unique(table: str) -> None:
    ids = Counter(row["id"] for row in demo_world()[table])

    assert ids.most_common(1)[0][1] == 1


def test_source_ids_and_codes_are_unique() -> None:
    world = demo_world()
    for table, key in (("customers", "source_id"), ("orders", "source_id"), ("vouchers", "code")):
        given = [row[key] for row in world[table] if row[key] is not None]
        assert len(given) == len(set(given)), table


def test_every_reference_leads_somewhere() -> None:
    world = demo_world()
    customers, vouchers, orders = world.by_id("customers"), world.by_id("vouchers"), world.by_id("orders")
    campaigns, segments, redemptions = world.by_id("campaigns"), world.by_id("segments"), world.by_id("redemptions")

    for table in ("holders", "orders", "redemptions", "publications", "events"):
        assert {row["customer_id"] for row in world[table]} <= customers.keys(), table
    for table in ("vouchers", "holders", "transactions", "events"):
        assert {row["campaign_id"] for row in world[table]} - {None} <= campaigns.keys(), table
    assert {row["redeemable_id"] for row in world["holders"]} <= vouchers.keys()
    assert {row["voucher_id"] for row in world["transactions"]} <= vouchers.keys()
    assert {row["related_object_id"] for row in world["redemptions"]} <= vouchers.keys()
    assert {row["order"]["id"] for row in world["redemptions"] if row["order"]} <= orders.keys()
    assert {row["redemption"] for row in world["redemptions"]} - {None} <= redemptions.keys()
    assert {key for order in world["orders"] for key in order["redemptions"]} <= redemptions.keys()
    assert {row["segment_id"] for row in world["segment_members"]} <= segments.keys()
    assert {row["customer_id"] for row in world["segment_members"]} <= customers.keys()


def test_consents_and_their_groups_name_each_other() -> None:
    world = demo_world()

    grouped_ids = [consent for group in world["consent_groups"] for consent in group["consents"]]

    assert sorted(grouped_ids) == sorted(world.by_id("consents"))


def test_the_past_is_past() -> None:
    world = demo_world()
    moments = {"events": "created_at", "redemptions": "date", "segment_members": "entered_at"}
    for table in ("customers", "segment_members", *TABLES_OF_CUSTOMERS):
        key = moments.get(table, "created_at")
        latest = max(row.get("updated_at") or row[key] for row in world[table])
        assert latest < NOW_WRITTEN, table


def test_each_customers_events_are_told_in_order_and_open_with_the_creation() -> None:
    world = demo_world()
    customers = world.by_id("customers")

    for customer_id, events in grouped(world["events"], "customer_id").items():
        moments = [event["created_at"] for event in events]
        assert moments == sorted(moments)
        assert events[0]["type"] == "customer.created"
        assert moments[0] == customers[customer_id]["created_at"]


def test_updated_at_is_the_last_update_event() -> None:
    world = demo_world()
    updates = grouped([event for event in world["events"] if event["type"] == "customer.updated"], "customer_id")

    assert updates
    for customer in world["customers"]:
        told = updates.get(customer["id"])
        assert customer["updated_at"] == (told[-1]["created_at"] if told else None)


def test_events_carry_their_payload_at_the_documented_depth() -> None:
    for event in demo_world()["events"]:
        payload, source = event["data"]["data"], event["data"]["event_source"]
        assert payload["customer"]["id"] == event["customer_id"]
        assert source["channel"] in {"API", "CLIENT_API", "USER_PORTAL", "INTERNAL"}
        assert event["group_id"].startswith("v-")
        assert event["category"] in {"ACTION", "EFFECT"}


def test_rows_are_plain_json() -> None:
    world = DemoWorld(60, 1)

    assert json.loads(json.dumps(world.tables, allow_nan=False)) == world.tables
