"""What the timeline can be narrowed to."""

from collections.abc import Iterable

from wtforms import Form, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the published types
from wtforms.validators import Optional

from webapp.activity.catalogue import CAMPAIGN_TYPES, CATEGORIES, FAMILIES
from webapp.form_fields import DayField, not_before

ANYTHING = SelectChoice("", "Any")
TYPES = [
    SelectChoice("", "Everything"),
    *(
        SelectChoice(event_type, words, optgroup=family.label)
        for family in FAMILIES
        for event_type, words in family.types.items()
    ),
]


class ActivityForm(Form):
    """Filters of GET /v1/customers/{customerId}/activity. Days are days of the configured time zone."""

    type = SelectField("What happened", choices=TYPES, default="")
    category = SelectField(
        "Category", choices=[ANYTHING, *(SelectChoice(*each) for each in CATEGORIES.items())], default=""
    )
    campaign = SelectField("Campaign", validate_choice=False, default="")
    campaign_type = SelectField(
        "Kind of campaign", choices=[ANYTHING, *(SelectChoice(*each) for each in CAMPAIGN_TYPES.items())], default=""
    )
    since = DayField("From", [Optional()])
    until = DayField("Until", [Optional(), not_before("since")])

    def offer_campaigns(self, campaigns: Iterable[tuple[str, str]]) -> None:
        """Set the choices of the campaign field from (id, name) pairs; the one chosen stays among them."""
        offered = dict(campaigns)
        chosen = self.campaign.data or ""
        if chosen and chosen not in offered:
            offered[chosen] = chosen
        self.campaign.choices = [ANYTHING, *(SelectChoice(*each) for each in offered.items())]

    @property
    def is_narrowing(self) -> bool:
        return any(field.data for field in self)
