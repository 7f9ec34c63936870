"""The forms with which an export is asked for."""

from collections.abc import Iterable, Iterator
from typing import Any

from wtforms import Field, Form, SelectField, SelectMultipleField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the published types
from wtforms.validators import Length, Optional

from webapp.exports.fields import EXPORTABLES, Group
from webapp.form_fields import DayField, not_before
from webapp.money import Money

STATUSES = {"CREATED": "Placed, not paid", "PAID": "Paid", "FULFILLED": "Fulfilled", "CANCELED": "Canceled"}


class AmountField(StringField):
    """Money as people write it; `minor_units` are its hundredths, None for no amount."""

    minor_units: int | None = None
    money = Money()

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002 - wtforms calls it so
        text = (self.data or "").strip()
        try:
            self.minor_units = self.money.read(text) if text else None
        except ValueError as error:
            raise ValidationError(str(error)) from None


class ExportForm(Form):
    """Which columns, in which order, of what was created when. Protected by the app-wide CSRF check."""

    exported_object = ""

    fields = SelectMultipleField("Columns", validate_choice=True)
    order = SelectField("Sorted by", default="-created_at")
    created_after = DayField("Created from", [Optional()])
    created_before = DayField("Created until", [Optional(), not_before("created_after")])
    source_id = StringField("Source id is", [Length(max=500, message="Use at most 500 characters.")])

    def offer(self, groups: Iterable[Group], money: Money) -> None:
        """Set the columns to choose from, and how amounts are typed."""
        for field in self:
            if isinstance(field, AmountField):
                field.money = money
        self.fields.choices = [SelectChoice(each.name, each.label) for group in groups for each in group.fields]
        orders = EXPORTABLES[self.exported_object].orders
        self.order.choices = [SelectChoice(value, label) for value, label in orders.items()]

    def validate_fields(self, field: SelectMultipleField) -> None:
        if not field.data:
            raise ValidationError("Choose at least one column.")

    def typed(self) -> Iterator[tuple[str, str]]:
        """Everything the form says, as names and texts that fill it again."""
        for field in self:
            values = field.data if isinstance(field, SelectMultipleField) else [field.data]
            yield from ((field.name, str(value).strip()) for value in values or () if value)

    def narrowing(self) -> list[Field]:
        """The fields that narrow down what is exported, for the template to show."""
        return [field for field in self if field.name not in {"fields", "order", "status"}]


class OrderExportForm(ExportForm):
    exported_object = "order"

    status = SelectMultipleField("Status", choices=[SelectChoice(*pair) for pair in STATUSES.items()])
    amount_from = AmountField("Total from")
    amount_to = AmountField("Total up to")

    def validate_amount_to(self, field: AmountField) -> None:
        lowest = self.amount_from.minor_units
        if lowest is not None and field.minor_units is not None and field.minor_units < lowest:
            raise ValidationError("This is less than the lowest total.")


class CustomerExportForm(ExportForm):
    exported_object = "customer"

    updated_after = DayField("Changed from", [Optional()])
    updated_before = DayField("Changed until", [Optional(), not_before("updated_after")])
    name = StringField("Name contains", [Length(max=200, message="Use at most 200 characters.")])
    email = StringField("E-mail contains", [Length(max=320, message="Use at most 320 characters.")])
    city = StringField("City contains", [Length(max=200, message="Use at most 200 characters.")])
    metadata_key = SelectField("Metadata key", default="")
    metadata_value = StringField("Its value", [Length(max=500, message="Use at most 500 characters.")])

    def offer(self, groups: Iterable[Group], money: Money) -> None:
        groups = list(groups)
        super().offer(groups, money)
        keys = [field for group in groups if group.label == "Metadata" for field in group.fields]
        self.metadata_key.choices = [
            SelectChoice("", "Any metadata"),
            *(SelectChoice(key.name, key.label) for key in keys),
        ]

    def validate_metadata_value(self, field: StringField) -> None:
        if bool(self.metadata_key.data) != bool((field.data or "").strip()):
            raise ValidationError("Choose a key and write its value, or neither.")


FORMS: dict[str, type[ExportForm]] = {form.exported_object: form for form in (OrderExportForm, CustomerExportForm)}
