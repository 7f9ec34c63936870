"""The search form over orders."""

from collections.abc import Callable
from typing import Any

from wtforms import Form, SelectField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the published types
from wtforms.validators import Length, Optional

from webapp.form_fields import DayField, not_before
from webapp.money import Money

ORDERS = [
    SelectChoice("-created_at", "Newest first"),
    SelectChoice("created_at", "Oldest first"),
    SelectChoice("-updated_at", "Changed most recently"),
    SelectChoice("updated_at", "Changed longest ago"),
]
PAGE_SIZES = [SelectChoice(size) for size in ("10", "25", "50", "100")]
STATUSES = [
    SelectChoice("", "Any status"),
    SelectChoice("CREATED", "Placed, not paid"),
    SelectChoice("PAID", "Paid"),
    SelectChoice("FULFILLED", "Fulfilled"),
    SelectChoice("CANCELED", "Canceled"),
    SelectChoice("PROCESSING", "In processing"),
]


class MoneyField(StringField):
    """An amount as people type it; `data` is in minor units, None for nothing typed."""

    money = Money(None)

    def process_formdata(self, valuelist: list[str]) -> None:
        self.typed = valuelist[0] if valuelist else ""
        self.data: Any = self.money.read(self.typed) if self.typed.strip() else None

    def _value(self) -> str:
        typed: str = getattr(self, "typed", "")
        return typed


def not_less_than(first_field: str) -> Callable[[Any, Any], None]:
    """A validator for the upper end of a span of amounts, given the name of the field with the lower one."""

    def check(form: Any, field: Any) -> None:
        lowest = form[first_field].data
        if isinstance(lowest, int) and isinstance(field.data, int) and field.data < lowest:
            raise ValidationError("The upper end is less than the lower one.")

    return check


class SearchForm(Form):
    """What can be asked of the list of orders. Protected by the app-wide CSRF check."""

    status = SelectField("Status", choices=STATUSES, default="")
    customer = StringField("Customer's id or source id", [Length(max=500, message="Use at most 500 characters.")])
    amount_from = MoneyField("Total from", [Optional()])
    amount_to = MoneyField("Total up to", [Optional(), not_less_than("amount_from")])
    created_from = DayField("Created from", [Optional()])
    created_until = DayField("Created until", [Optional(), not_before("created_from")])
    order = SelectField("Order", choices=ORDERS, default="-created_at")
    page_size = SelectField("Orders a page", choices=PAGE_SIZES, default="25")

    def __init__(self, formdata: Any = None, *, money: Money) -> None:
        """Read amounts as `money` says."""
        super().__init__()
        for field in (self.amount_from, self.amount_to):
            field.money = money
        self.process(formdata)

    def criteria(self) -> dict[str, str]:
        """The fields that say something, as texts that fill the form again."""
        texts = {field.name: self._text(field) for field in self}
        defaults = {field.name: field.default or "" for field in self}
        return {name: text for name, text in texts.items() if text and text != defaults[name]}

    @staticmethod
    def _text(field: Any) -> str:
        return (field.typed if isinstance(field, MoneyField) else str(field.data or "")).strip()
