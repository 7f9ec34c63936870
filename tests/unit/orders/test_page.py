"""What the page of an order makes of its record."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.customer_page.feed import Feed
from webapp.orders.presenters.history import history_of
from webapp.orders.presenters.metadata import OF_ANOTHER_KIND, RETIRED, UNDEFINED, metadata_facts
from webapp.orders.presenters.page import name_of, present
from webapp.orders.presenters.statuses import consequence, status_of
from webapp.orders.presenters.sums import mismatches
from webapp.values import Value
from webapp.voucherify.activity import ActivityEvent
from webapp.voucherify.metadata_schemas import Definition
from webapp.voucherify.order_records import Order, OrderItem

AMOUNTS = st.integers(0, 10**9)


@st.composite
def consistent_orders(draw: st.DrawFn) -> dict[str, Any]:
    items = []
    for _ in range(draw(st.integers(0, 4))):
        price, quantity = draw(st.integers(0, 10_000)), draw(st.integers(1, 9))
        discount = draw(st.integers(0, price * quantity))
        amount = price * quantity
        items.append({"price": price, "quantity": quantity, "amount": amount, "discount_amount": discount,
                      "subtotal_amount": amount - discount})  # fmt: skip
    amount = sum(item["amount"] for item in items) if items else draw(AMOUNTS)
    of_items, of_order = sum(item["discount_amount"] for item in items), draw(AMOUNTS)
    return {
        "id": "ord_1", "items": items, "amount": amount, "discount_amount": of_order,
        "items_discount_amount": of_items, "total_discount_amount": of_items + of_order,
        "total_amount": max(amount - of_items - of_order, 0),
    }  # fmt: skip


@given(consistent_orders())
def test_what_adds_up_is_not_complained_of(order: dict[str, Any]):
    assert mismatches(Order(order)) == ()


@given(consistent_orders(), st.sampled_from(["total_amount", "total_discount_amount"]), st.integers(1, 99))
def test_what_does_not_is_named(order: dict[str, Any], field: str, off: int):
    wrong = mismatches(Order({**order, field: order[field] + off}))
    assert any(each.told == order[field] + off and each.expected == order[field] for each in wrong)


def test_what_is_not_told_is_not_checked():
    assert mismatches(Order({"id": "ord_1", "items": [{}, {"price": 5}, {"quantity": 2}]})) == ()
    assert mismatches(Order({"id": "ord_1", "amount": 100, "items": [{"amount": 30}, {}]})) == ()


def test_an_amount_that_is_not_what_the_items_come_to_is_named():
    [wrong] = mismatches(Order({"id": "ord_1", "amount": 100, "items": [{"amount": 30}, {"amount": 40}]}))
    assert (wrong.told, wrong.expected, wrong.follows_from) == (100, 70, "the items together")


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ({"product": {"name": "Mug"}, "sku": {"sku": "blue"}}, "Mug, blue"),
        ({"sku_id": "sku_1"}, "sku_1"),
        ({"source_id": "m-1", "product_id": "prod_1"}, "m-1"),
        ({"product": None}, "An item without a name"),
    ],
)
def test_what_an_item_is_called(raw: dict[str, Any], name: str):
    assert name_of(OrderItem(raw)) == name


DEFINITIONS = {
    "day": Definition({"type": "date"}),
    "gift": Definition({"type": "boolean"}),
    "tags": Definition({"type": "string", "array": True}),
    "old": Definition({"type": "number", "deleted": True}),
}


def test_metadata_is_of_the_kinds_the_project_defines():
    facts = metadata_facts(
        {"zz": "2026-05-03", "tags": ["a"], "gift": "yes", "old": 3, "day": "2026-05-03"}, DEFINITIONS
    )
    assert [(fact.label, fact.value.kind, fact.note) for fact in facts] == [
        ("day", "day", ""),
        ("gift", "text", OF_ANOTHER_KIND),
        ("tags", "list", ""),
        ("old", "number", RETIRED),
        ("zz", "day", UNDEFINED),
    ]


def test_text_that_looks_like_a_day_stays_text_where_text_is_defined():
    [fact] = metadata_facts({"note": "2026-05-03"}, {"note": Definition({"type": "string"})})
    assert fact.value == Value("text", "2026-05-03")


def test_masked_values_are_not_said_to_be_of_another_kind():
    [fact] = metadata_facts({"day": "•••"}, DEFINITIONS, is_masked=True)
    assert fact.note == ""


@given(
    st.dictionaries(
        st.text(max_size=3),
        st.none() | st.booleans() | st.integers() | st.text(max_size=12) | st.just([1]) | st.just({"a": None}),
    )
)
def test_any_metadata_has_a_line_for_each_key(metadata: dict[str, Any]):
    definitions = {
        key: Definition({"type": kind})
        for key, kind in zip(metadata, ["date", "image_url", "datetime", "x"], strict=False)
    }
    assert {fact.label for fact in metadata_facts(metadata, definitions)} == metadata.keys()


def test_unknown_statuses_are_kept_as_they_are():
    assert (status_of("SHIPPED").words, status_of("SHIPPED").tone) == ("SHIPPED", "")
    assert status_of(None).words == "status not known"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("CREATED", "PAID", "enters the customer's summary"),
        ("PAID", "CANCELED", "may be taken back"),
        ("FULFILLED", "CREATED", "leaves the customer's summary"),
        (None, "CREATED", "earns nothing"),
        ("PAID", "PAID", ""),
    ],
)
def test_a_change_of_status_is_explained(old: str | None, new: str, said: str):
    assert said in consequence(old, new)
    assert bool(said) == bool(consequence(old, new))


def event(type_: str, order_id: str = "ord_1", **payload: Any) -> ActivityEvent:
    data = {"order": {"id": order_id, "status": "PAID", "total_amount": 500}, **payload}
    return ActivityEvent({"id": "ev", "type": type_, "data": {"data": data}, "created_at": "2026-05-03T10:00:00Z"})


def test_the_history_is_of_this_order_alone():
    feed = Feed(
        (event("customer.order.paid"), event("customer.order.paid", "ord_2"), event("customer.entered_segment"))
    )
    history = history_of("ord_1", feed)
    assert [(entry.words, entry.total) for entry in history.entries] == [("Paid", 500)]
    assert history.is_unrewarded


def test_points_are_added_up_and_their_lack_is_only_told_when_all_was_read():
    earned = event("customer.rewarded.loyalty_points", balance={"points": 12})
    rewarded = history_of("ord_1", Feed((earned, event("customer.order.paid"))))
    assert (rewarded.points, rewarded.is_unrewarded) == (12, False)
    cut = history_of("ord_1", Feed((event("customer.order.paid"),), next_id="ev_9"))
    assert not cut.is_unrewarded


FIELDS = st.sampled_from(["items", "metadata", "redemptions", "status", "amount", "total_amount", "created_at"])
ANYTHING = st.none() | st.integers() | st.text(max_size=3) | st.just([None, {}]) | st.just({"r": None})


@given(st.dictionaries(FIELDS, ANYTHING))
def test_any_record_makes_a_page(raw: dict[str, Any]):
    assert present(Order({"id": "ord_1", **raw}), None).order_id == "ord_1"
