"""The filter grammar of redeemables as a form: any number of conditions, all or any of which must hold."""

from collections.abc import Mapping
from datetime import date

from wtforms import FieldList, Form, FormField, SelectField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the published types

from webapp.voucherify.filters import Condition, Filters, condition

MOST_CONDITIONS = 8

TEXT = {
    "$is": "is",
    "$is_not": "is not",
    "$in": "is one of",
    "$not_in": "is none of",
    "$starts_with": "starts with",
    "$ends_with": "ends with",
    "$contains": "contains",
    "$not_contain": "does not contain",
    "$has_value": "is given",
    "$is_unknown": "is not given",
}
NOT_FOR_CHOICES = {"$contains", "$not_contain"}
DATE = {
    "$after": "is after",
    "$before": "is before",
    "$more_than": "is more days ago than",
    "$less_than": "is fewer days ago than",
    "$has_value": "is given",
    "$is_unknown": "is not given",
}
OPERATORS = {**TEXT, **DATE}
WITHOUT_VALUE = {"$has_value", "$is_unknown"}
WITH_LIST = {"$in", "$not_in"}

FIELDS = {
    "voucher_type": "Type",
    "holder_role": "Role",
    "campaign_type": "Kind of campaign",
    "campaign_id": "Campaign id",
    "created_at": "Held since",
    "redeemable_id": "Voucher id",
    "redeemable_object": "Object",
    "id": "Holder id",
}
CHOICES: Mapping[str, tuple[str, ...]] = {
    "voucher_type": ("DISCOUNT_VOUCHER", "GIFT_VOUCHER", "LOYALTY_CARD"),
    "holder_role": ("OWNER", "REFERRER", "REFEREE"),
    "campaign_type": ("PROMOTION", "GIFT_VOUCHERS", "REFERRAL_PROGRAM", "DISCOUNT_COUPONS", "LOYALTY_PROGRAM"),
    "redeemable_object": ("voucher",),
}
JUNCTIONS = [SelectChoice("and", "all of these hold"), SelectChoice("or", "any of these holds")]


class ConditionForm(Form):
    """One condition; one without a field is left out."""

    field = SelectField(
        "Field", choices=[SelectChoice("", "Choose …"), *(SelectChoice(*each) for each in FIELDS.items())], default=""
    )
    operator = SelectField("Condition", choices=[SelectChoice(*each) for each in OPERATORS.items()], default="$is")
    value = StringField("Value")

    def validate_operator(self, operator: SelectField) -> None:
        if self.field.data and operator.data not in self._operators():
            raise ValidationError(f"“{FIELDS[self.field.data]}” cannot be asked this.")

    def validate_value(self, _value: StringField) -> None:
        name, operator = self.field.data, self.operator.data
        if not name or operator in WITHOUT_VALUE:
            return
        texts = self._texts()
        if not texts:
            raise ValidationError("Give a value.")
        if name == "created_at":
            _check_time(operator, texts[0])
        elif operator in {"$is", "$is_not", *WITH_LIST} and name in CHOICES:
            known = CHOICES[name]
            if not set(texts) <= set(known):
                raise ValidationError(f"Choose from {', '.join(known)}.")

    def condition(self) -> Condition:
        """The condition, once it is valid."""
        if self.operator.data in WITHOUT_VALUE:
            return condition(self.operator.data)
        return condition(self.operator.data, *self._texts())

    def _operators(self) -> set[str]:
        if self.field.data == "created_at":
            return set(DATE)
        return set(TEXT) - (NOT_FOR_CHOICES if self.field.data in CHOICES else set())

    def _texts(self) -> list[str]:
        given = (self.value.data or "").strip()
        texts = [text.strip() for text in given.split(",")] if self.operator.data in WITH_LIST else [given]
        if self.field.data in CHOICES and self.field.data != "redeemable_object":
            texts = [text.upper().replace(" ", "_") for text in texts]
        return [text for text in texts if text]


class RedeemablesForm(Form):
    """The filters of GET /v1/customers/{customerId}/redeemables."""

    junction = SelectField("Show those for which", choices=JUNCTIONS, default="and")
    conditions = FieldList(FormField(ConditionForm), min_entries=1, max_entries=MOST_CONDITIONS)

    def add_condition(self) -> None:
        """Offer one more, empty condition."""
        if len(self.conditions) < MOST_CONDITIONS:
            self.conditions.append_entry()

    def validate_conditions(self, conditions: "FieldList[FormField[ConditionForm]]") -> None:
        asked = [(entry.form.field.data, entry.form.operator.data) for entry in conditions if entry.form.field.data]
        if len(asked) != len(set(asked)):
            raise ValidationError("A field can be asked each thing once; “is one of” takes several values.")

    def filters(self) -> Filters | None:
        """The filters, once the form is valid; None when nothing is asked."""
        asked: dict[str, Condition] = {}
        for entry in self.conditions:
            name = entry.form.field.data
            if name:
                one = entry.form.condition()
                asked[name] = asked[name] & one if name in asked else one
        return Filters("or" if self.junction.data == "or" else "and", **asked) if asked else None


def _check_time(operator: str, text: str) -> None:
    if operator in {"$more_than", "$less_than"}:
        if not text.isdecimal():
            raise ValidationError("Give a number of days.")
        return
    try:
        date.fromisoformat(text)
    except ValueError:
        raise ValidationError("Write the day as year-month-day, such as 2026-05-03.") from None
