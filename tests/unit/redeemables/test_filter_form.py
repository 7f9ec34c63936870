"""The filter grammar as a form."""

import pytest
from werkzeug.datastructures import MultiDict

from webapp.redeemables.forms import RedeemablesForm


def form_of(*conditions: tuple[str, str, str], junction: str = "and") -> RedeemablesForm:
    fields = [("junction", junction)]
    for number, (field, operator, value) in enumerate(conditions):
        prefix = f"conditions-{number}"
        fields += [(f"{prefix}-field", field), (f"{prefix}-operator", operator), (f"{prefix}-value", value)]
    return RedeemablesForm(MultiDict(fields))


def filters_of(*conditions: tuple[str, str, str], junction: str = "and") -> object:
    form = form_of(*conditions, junction=junction)
    assert form.validate(), form.errors
    filters = form.filters()
    return None if filters is None else filters.for_query()


def test_nothing_is_asked_unless_a_field_is_chosen() -> None:
    assert filters_of() is None
    assert filters_of(("", "$is", "left over")) is None


def test_conditions_become_the_grammar() -> None:
    assert filters_of(
        ("voucher_type", "$in", "gift voucher, LOYALTY_CARD"),
        ("created_at", "$after", "2026-05-03"),
        ("created_at", "$before", "2026-06-03"),
        ("campaign_id", "$has_value", ""),
        junction="or",
    ) == {
        "junction": "or",
        "voucher_type": {"conditions": {"$in": ("GIFT_VOUCHER", "LOYALTY_CARD")}},
        "created_at": {"conditions": {"$after": "2026-05-03", "$before": "2026-06-03"}},
        "campaign_id": {"conditions": {"$has_value": ""}},
    }


@pytest.mark.parametrize(
    "condition",
    [
        ("voucher_type", "$is", "TEAPOT"),
        ("voucher_type", "$contains", "GIFT"),
        ("voucher_type", "$is", " "),
        ("created_at", "$is", "2026-05-03"),
        ("created_at", "$after", "3 May"),
        ("created_at", "$more_than", "some"),
        ("campaign_id", "$after", "2026-05-03"),
        ("id", "$like", "rh_1"),
        ("phone", "$is", "1"),
    ],
)
def test_what_the_grammar_cannot_say_is_refused(condition: tuple[str, str, str]) -> None:
    assert not form_of(condition).validate()


def test_the_same_question_twice_is_refused() -> None:
    form = form_of(("id", "$is", "rh_1"), ("id", "$is", "rh_2"))
    assert not form.validate()
    assert "once" in form.errors["conditions"][0]


def test_conditions_can_be_added_up_to_a_limit() -> None:
    form = form_of()
    for _ in range(20):
        form.add_condition()
    assert len(form.conditions) == 8
