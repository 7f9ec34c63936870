"""The search form."""

from collections.abc import Iterable

from wtforms import Form, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the published types
from wtforms.validators import Length, Optional

from webapp.form_fields import DayField, not_before

ORDERS = [
    SelectChoice("-created_at", "Newest first"),
    SelectChoice("created_at", "Oldest first"),
    SelectChoice("-updated_at", "Changed most recently"),
    SelectChoice("updated_at", "Changed longest ago"),
    SelectChoice("source_id", "Source id, A to Z"),
    SelectChoice("-source_id", "Source id, Z to A"),
]
PAGE_SIZES = [SelectChoice(size) for size in ("10", "25", "50", "100")]


class SearchForm(Form):
    """What can be asked of GET /v1/customers, in people's terms. Protected by the app-wide CSRF check."""

    q = StringField("Name, e-mail, id or source id", [Length(max=500, message="Use at most 500 characters.")])
    city = StringField("City", [Length(max=200, message="Use at most 200 characters.")])
    segment = SelectField("Segment", validate_choice=False)
    created_after = DayField("Created from", [Optional()])
    created_before = DayField("Created until", [Optional(), not_before("created_after")])
    updated_after = DayField("Changed from", [Optional()])
    updated_before = DayField("Changed until", [Optional(), not_before("updated_after")])
    order = SelectField("Order", choices=ORDERS, default="-created_at")
    page_size = SelectField("Customers a page", choices=PAGE_SIZES, default="25")

    def offer_segments(self, segments: Iterable[tuple[str, str]]) -> None:
        """Set the choices of the segment field from (id, name) pairs."""
        self.segment.choices = [SelectChoice("", "Any segment"), *(SelectChoice(*segment) for segment in segments)]

    def criteria(self) -> dict[str, str]:
        """The fields that say something, as texts that fill the form again."""
        texts = {field.name: str(field.data or "").strip() for field in self}
        defaults = {field.name: field.default or "" for field in self}
        return {name: text for name, text in texts.items() if text and text != defaults[name]}
