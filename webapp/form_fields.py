"""Form fields that several features use."""

from collections.abc import Callable
from datetime import date

from wtforms import DateField, ValidationError
from wtforms.form import BaseForm

FIRST_YEAR = 1900
LAST_YEAR = 2200


class DayField(DateField):
    """A calendar day, with a sentence that says how to write one."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError("Write the day as year-month-day, such as 2026-05-03.") from None

    def post_validate(self, form: BaseForm, validation_stopped: bool) -> None:  # noqa: ARG002 - wtforms calls it so
        if self.data and not FIRST_YEAR <= self.data.year <= LAST_YEAR:
            raise ValidationError(f"Choose a year between {FIRST_YEAR} and {LAST_YEAR}.")


def not_before(first_field: str) -> Callable[[BaseForm, DateField], None]:
    """A validator for the last day of a span, given the name of the field with its first."""

    def check(form: BaseForm, field: DateField) -> None:
        first: date | None = form[first_field].data
        if first and field.data and field.data < first:
            raise ValidationError("The last day is before the first.")

    return check
