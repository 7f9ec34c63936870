"""From what was typed to what the agent wants the order to hold, field by field. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from zoneinfo import ZoneInfo

from webapp.money import Money
from webapp.orders.reading import UNREACHABLE
from webapp.orders.writing.contents import ITEMS, METADATA, same, value_of
from webapp.orders.writing.drafts import Base, Draft
from webapp.orders.writing.items import items_of, rows_of, sum_of
from webapp.orders.writing.metadata_fields import fields_for
from webapp.voucherify.orders import MOST_ITEMS, STATUSES

NEW_STATUS = "CREATED"
UNKNOWN_STATUS = "Choose one of the statuses."
UNREACHABLE_SOURCE_ID = "No address can carry this source id. Choose another."
KEEPS_ITS_CUSTOMER = "Voucherify cannot take an order away from its customer. Choose somebody."
TOO_MANY_ITEMS = f"An order has at most {MOST_ITEMS} items. Take some away."
NOTHING_BOUGHT = "Add an item, or write what the order comes to."
REQUIRED = "The project asks for this in every new order."
KEY_IS_TAKEN = "This key is there already."
KEY_IS_MISSING = "Name the key this value is for."
VALUE_IS_MISSING = "Give the key a value."


@dataclass(frozen=True)
class Wishes:
    """The values of the fields that were touched, by field, and sentences by name of a form field for what is wrong.

    With `amount_follows` the order is to come to what its items do.
    """

    values: Mapping[str, Any]
    errors: Mapping[str, str] = field(default_factory=dict)
    amount_follows: bool = False


@dataclass(frozen=True)
class Reader:
    """Reads a draft against what the agent saw."""

    base: Base
    draft: Draft
    money: Money
    zone: ZoneInfo

    def read(self) -> Wishes:
        values: dict[str, Any] = {}
        errors: dict[str, str] = {}
        for name, read in self._readings().items():
            try:
                values |= read()
            except ValueError as error:
                errors[name] = str(error)
        self._items(values, errors)
        self._metadata(values, errors)
        if self.base.is_new and not errors and not values.get(ITEMS) and "amount" not in values:
            errors[ITEMS] = NOTHING_BOUGHT
        return Wishes(values, errors, amount_follows=self._amount_follows(values))

    def carried(self) -> Draft:
        """The draft without what was left as it was shown, to go with a base that has moved on."""
        metadata = self.base.contents.get(METADATA, {})
        touched = {name: text for name in self._shown() if (text := self._touched(name)) is not None}
        for each in fields_for(metadata, self.base.schema, self.zone):
            text = self.draft.texts.get(each.name)
            if text is not None and each.is_touched(each.write(metadata.get(each.key), self.zone) or "", text):
                touched[each.name] = text
        is_shown = self.draft.rows == rows_of(self.base.items_shown, self.money)
        return replace(self.draft, texts=touched, rows=None if is_shown else self.draft.rows)

    def _shown(self) -> dict[str, str]:
        """The texts that the simple fields were shown with."""
        contents = self.base.contents
        return {
            "status": contents.get("status", ""),
            "source_id": contents.get("source_id", ""),
            "customer": contents.get("customer_id", ""),
            "amount": amount_text(contents, "amount", self.money),
            "discount_amount": amount_text(contents, "discount_amount", self.money),
        }

    def _readings(self) -> dict[str, Any]:
        return {
            "status": self._status,
            "source_id": self._source_id,
            "customer": self._customer,
            "amount": lambda: self._amount("amount"),
            "discount_amount": lambda: self._amount("discount_amount"),
        }

    def _touched(self, name: str) -> str | None:
        """What was typed into a simple field, where that is not what it showed."""
        typed = self.draft.texts.get(name)
        return None if typed is None or typed.strip() == self._shown()[name] else typed.strip()

    def _status(self) -> dict[str, Any]:
        typed = self._touched("status")
        if typed is None:
            return {}
        if typed not in STATUSES:
            raise ValueError(UNKNOWN_STATUS)
        return {"status": typed}

    def _source_id(self) -> dict[str, Any]:
        typed = self._touched("source_id")
        if typed in UNREACHABLE:
            raise ValueError(UNREACHABLE_SOURCE_ID)
        return {} if typed is None else {"source_id": typed or None}

    def _customer(self) -> dict[str, Any]:
        typed = self._touched("customer")
        if typed == "":
            raise ValueError(KEEPS_ITS_CUSTOMER)
        return {} if typed is None else {"customer_id": typed}

    def _amount(self, name: str) -> dict[str, Any]:
        typed = self._touched(name)
        if typed is None:
            return {}
        if typed:
            return {name: self.money.read(typed)}
        return {name: 0} if name == "discount_amount" else {}

    def _amount_follows(self, values: Mapping[str, Any]) -> bool:
        """Whether the amount was left to the items, and they or this were touched."""
        shown = self._shown()["amount"]
        return not self.draft.texts.get("amount", shown).strip() and (ITEMS in values or bool(shown))

    def _items(self, values: dict[str, Any], errors: dict[str, str]) -> None:
        if self.draft.rows is None:
            return
        shown = self.base.items_shown
        items, wrong = items_of(self.draft.rows, shown, self.money)
        errors |= wrong
        if len(items) > MOST_ITEMS:
            errors[ITEMS] = TOO_MANY_ITEMS
        if not wrong and not same(items, shown):
            values[ITEMS] = items

    def _metadata(self, values: dict[str, Any], errors: dict[str, str]) -> None:
        metadata = self.base.contents.get(METADATA, {})
        for each in fields_for(metadata, self.base.schema, self.zone):
            shown = each.write(metadata.get(each.key), self.zone) or ""
            typed = self.draft.texts.get(each.name)
            if self.base.is_new and each.is_required and not (typed or "").strip():
                errors[each.name] = REQUIRED
            elif typed is not None and each.is_touched(shown, typed):
                try:
                    values[each.field] = each.read(typed, self.zone)
                except ValueError as error:
                    errors[each.name] = str(error)
        self._new_keys(values, errors)

    def _new_keys(self, values: dict[str, Any], errors: dict[str, str]) -> None:
        taken = {*self.base.contents.get(METADATA, {}), *self.base.schema.definitions}
        for new in self.draft.new_keys:
            if new.is_empty:
                continue
            problem = next(self._problem_with(new.key.strip(), new.text, taken, new.field.field), None)
            taken.add(new.key.strip())
            if problem:
                errors[f"new-{new.row}-{problem[0]}"] = problem[1]
                continue
            try:
                values[new.field.field] = new.field.read(new.text, self.zone)
            except ValueError as error:
                errors[f"new-{new.row}-value"] = str(error)

    def _problem_with(self, key: str, text: str, taken: set[str], name: str) -> Iterator[tuple[str, str]]:
        if not key:
            yield "key", KEY_IS_MISSING
        if key in taken and name not in self.base.disputed:
            yield "key", KEY_IS_TAKEN
        if not text.strip():
            yield "value", VALUE_IS_MISSING


def amount_text(contents: Mapping[str, Any], name: str, money: Money) -> str:
    """What a field for an amount shows: nothing where the amount is just what the items come to."""
    stored = value_of(contents, name)
    if not isinstance(stored, int) or (name == "amount" and stored == sum_of(contents.get(ITEMS, []))):
        return ""
    return money.write(stored)
