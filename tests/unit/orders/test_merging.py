"""An order as the agent saw it, as it is now, and as the agent wants it."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from webapp.money import Money
from webapp.orders.writing.contents import contents_of, same, update_for
from webapp.orders.writing.drafts import Base, Draft
from webapp.orders.writing.items import items_of, rows_of
from webapp.orders.writing.merging import Merged, merge, rebased
from webapp.orders.writing.metadata_fields import Schema
from webapp.orders.writing.preview_page import is_as_sent, total_after
from webapp.orders.writing.wishes import Reader
from webapp.voucherify.metadata_schemas import Definition

ZONE = ZoneInfo("Europe/Warsaw")
EUR = Money("EUR")
PLATE = {"product_id": "prod_1", "quantity": 2, "price": 2_000, "amount": 4_000, "metadata": {"wrapped": True}}
MUG = {"source_id": "mug", "related_object": "sku", "quantity": 1, "price": 1_400, "amount": 1_400}
SEEN = contents_of(
    {
        "status": "CREATED", "source_id": "web-1", "customer_id": "cust_1", "amount": 5_400, "discount_amount": 500,
        "items": [PLATE, MUG], "metadata": {"gift": True, "note": "ring", "list": ["a", 1]}, "total_amount": 4_900,
    }
)  # fmt: skip
SCHEMA = Schema({"gift": Definition({"type": "boolean"}), "due": Definition({"type": "date", "optional": False})})


def base_of(contents: dict[str, Any], **facts: Any) -> Base:
    items = contents.get("items", [])
    return Base("ord_1", contents, SCHEMA, datetime.now(UTC), items_shown=items, **facts)


def typed(base: Base, /, **texts: str) -> Draft:
    """What a browser sends of the form with these texts typed; "__" stands for "-", "m__key" for a key of metadata."""
    rows = {name: text for row in rows_of(base.items_shown, EUR) for name, text in row.pairs()}
    wanted = {re.sub("^m__", "metadata/", name).replace("__", "-"): text for name, text in texts.items()}
    return Draft.from_form(MultiDict({"items": "1", **rows, **wanted}))


def merged(base: Base, now: dict[str, Any] | None = None, /, **texts: str) -> Merged:
    return merge(base, typed(base, **texts), base.contents if now is None else now, EUR, ZONE)


def test_nothing_typed_is_nothing_to_write():
    assert merged(base_of(SEEN)).values == {}
    assert merged(base_of({})).errors == {}


def test_what_is_typed_is_read_by_its_kind():
    values = merged(base_of(SEEN), status="PAID", discount_amount="7,50", m__gift="false", m__due="2026-05-03").values
    assert values == {"status": "PAID", "discount_amount": 750, "metadata.gift": False, "metadata.due": "2026-05-03"}


def test_metadata_go_whole_and_a_customer_by_id():
    update = merged(base_of(SEEN), customer="cust_2", m__note="").update
    assert update == {"customer": {"id": "cust_2"}, "metadata": {"gift": True, "note": None, "list": ["a", 1]}}


def test_an_emptied_discount_is_none_at_all():
    assert merged(base_of(SEEN), discount_amount="").values == {"discount_amount": 0}


def test_the_amount_follows_from_the_items_unless_it_stands_alone():
    assert merged(base_of(SEEN), item__0__quantity="1").values["amount"] == 3_400
    alone = base_of({**SEEN, "amount": 9_900})
    assert merged(alone, item__0__quantity="1").values.keys() == {"items"}
    assert merged(alone, item__0__quantity="1").update["amount"] == 9_900
    assert merged(alone, amount="").values == {"amount": 5_400}


def test_without_a_price_only_voucherify_knows_the_total():
    left = merged(base_of(SEEN), item__0__price="")
    assert "amount" not in left.update
    assert total_after(left) is None
    assert total_after(merged(base_of(SEEN), item__0__quantity="3")) == 6_900


def test_a_changed_row_keeps_what_no_form_shows_and_another_product_does_not():
    base = base_of(SEEN)
    assert merged(base, item__0__price="21").values["items"][0] == {
        "product_id": "prod_1", "quantity": 2, "price": 2_100, "metadata": {"wrapped": True},
    }  # fmt: skip
    assert merged(base, item__0__name="prod_2").values["items"][0] == {
        "product_id": "prod_2", "quantity": 2, "price": 2_000,
    }  # fmt: skip


def test_rows_can_all_go():
    draft = Draft.from_form(MultiDict({"items": "1"}))
    assert merge(base_of(SEEN), draft, SEEN, EUR, ZONE).values == {"items": []}
    assert merge(base_of(SEEN), Draft.from_form(MultiDict()), SEEN, EUR, ZONE).values == {}


def test_what_somebody_else_did_stays_and_is_told():
    now = {**SEEN, "discount_amount": 700, "metadata": {**SEEN["metadata"], "note": "knock"}}
    result = merged(base_of(SEEN), now, status="PAID")
    assert result.values == {"status": "PAID"}
    assert {change.field for change in result.elsewhere} == {"discount_amount", "metadata.note"}


def test_the_same_field_is_in_dispute_until_somebody_chooses():
    now = {**SEEN, "status": "CANCELED"}
    first = merged(base_of(SEEN), now, status="PAID")
    assert [(each.field, each.before, each.theirs, each.mine) for each in first.undecided] == [
        ("status", "CREATED", "CANCELED", "PAID")
    ]
    assert first.values == {}
    base = rebased(base_of(SEEN), first)
    assert merged(base, now, status="PAID", **{"choice:status": "mine"}).values == {"status": "PAID"}
    assert merged(base, now, status="PAID", **{"choice:status": "theirs"}).values == {}
    again = merged(base, {**now, "status": "FULFILLED"}, status="PAID", **{"choice:status": "mine"})
    assert again.undecided  # it changed once more: a choice made before that is none


def test_rows_stand_for_the_items_they_were_shown_with_though_others_are_stored_now():
    now = {**SEEN, "items": [MUG], "amount": 1_400}
    base = base_of(SEEN)
    draft = typed(base, item__0__quantity="5")
    first = merge(base, draft, now, EUR, ZONE)
    later = rebased(base, first)
    carried = replace(Reader(base, draft, EUR, ZONE).carried(), choices={"items": "mine"})
    values = merge(later, carried, now, EUR, ZONE).values
    assert values["items"][0] == {"product_id": "prod_1", "quantity": 5, "price": 2_000, "metadata": {"wrapped": True}}
    assert values["amount"] == 11_400


def test_only_what_was_touched_is_carried_on():
    base = base_of(SEEN)
    draft = typed(base, status="PAID", source_id="web-1", m__note="ring", find="Anna", discount_amount="5.00")
    assert dict(Reader(base, draft, EUR, ZONE).carried().pairs()) == {"status": "PAID"}


def test_what_is_stored_already_is_settled():
    result = merged(base_of(SEEN), {**SEEN, "status": "PAID"}, status="PAID")
    assert (result.settled, result.values, result.disputes) == (("status",), {}, ())


@pytest.mark.parametrize(
    ("texts", "field"),
    [
        ({"status": "SHIPPED"}, "status"),
        ({"customer": ""}, "customer"),
        ({"source_id": ".."}, "source_id"),
        ({"amount": "lots"}, "amount"),
        ({"item__0__quantity": "0"}, "item-0-quantity"),
        ({"item__0__quantity": "1.5"}, "item-0-quantity"),
        ({"item__0__name": ""}, "item-0-name"),
        ({"item__1__price": "1,400"}, "item-1-price"),
        ({"m__due": "soon"}, "metadata/due"),
        ({"new__0__key": "gift", "new__0__value": "x"}, "new-0-key"),
        ({"new__0__key": "", "new__0__value": "x"}, "new-0-key"),
        ({"new__0__key": "other", "new__0__value": ""}, "new-0-value"),
    ],
)
def test_what_is_wrong_is_named_at_its_field(texts: dict[str, str], field: str):
    assert merged(base_of(SEEN), **texts).errors.keys() == {field}


def test_a_new_order_needs_something_and_what_the_project_requires():
    new = replace(base_of({}), order_id="")
    assert merged(new, status="CREATED", m__due="2026-05-03").errors.keys() == {"items"}
    assert merged(new, status="CREATED", amount="5").errors.keys() == {"metadata/due"}
    ready = merged(new, status="CREATED", amount="5", m__due="2026-05-03", new__0__key="a.b", new__0__value="x")
    assert ready.update == {"status": "CREATED", "amount": 500, "metadata": {"due": "2026-05-03", "a.b": "x"}}


def test_what_voucherify_adds_to_items_is_no_difference():
    [change] = [each for each in merged(base_of(SEEN), item__0__quantity="3").changes if each.field == "items"]
    stored = [{**item, "subtotal_amount": 1, "product": {"name": "now"}} for item in change.new]
    assert is_as_sent(change, stored)
    assert not is_as_sent(change, stored[:1])
    assert not is_as_sent(change, [{**stored[0], "quantity": 2}, stored[1]])


ITEMS = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "product_id": st.text(max_size=3), "sku_id": st.none() | st.text(max_size=3),
            "source_id": st.text(max_size=3),
            "quantity": st.none() | st.integers(0, 9) | st.just("two"), "price": st.none() | st.integers(0, 9_999),
            "metadata": st.just({"a": 1}),
        },
    ),
    max_size=4,
)  # fmt: skip


@given(ITEMS)
def test_rows_nobody_touched_are_the_items_they_show(items: list[dict[str, Any]]):
    stored = contents_of({"items": items})["items"]
    assert items_of(rows_of(stored, EUR), stored, EUR) == (stored, {})
    base = base_of({"items": stored, "metadata": {}})
    draft = Draft.from_form(MultiDict(dict(typed(base).pairs())))
    assert merge(base, draft, base.contents, EUR, ZONE).values == {}


VALUES = st.none() | st.booleans() | st.integers() | st.text(max_size=3) | st.just([1, {"a": None}])


@given(st.dictionaries(st.text(max_size=3), VALUES), st.dictionaries(st.text(max_size=3), VALUES))
def test_metadata_that_nobody_touched_are_sent_as_they_are(stored: dict[str, Any], written: dict[str, Any]):
    values = {f"metadata.{key}": value for key, value in written.items()}
    if values:
        assert update_for({"metadata": stored}, values) == {"metadata": {**stored, **written}}
    base = base_of({"metadata": stored})
    assert merge(base, typed(base), base.contents, EUR, ZONE).values == {}


def test_an_empty_line_taken_out_of_a_text_is_a_change():
    base = base_of({"metadata": {"note": "ring\n\ntwice", "letter": "dear\nall"}})
    assert merged(base, m__note="ring\r\n\r\ntwice", m__letter="dear\r\nall").values == {}
    assert merged(base, m__note="ring\r\ntwice").values == {"metadata.note": "ring\ntwice"}


def test_true_is_not_one():
    assert not same(True, 1)
    assert same(None, {}.get("nothing"))
