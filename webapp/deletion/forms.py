"""The form that stands between a customer and their deletion."""

from collections.abc import Collection

from wtforms import Form, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, Length


class DeletionForm(Form):
    """The customer's e-mail or id typed once more, and why. Protected by the app-wide CSRF check."""

    confirmation = StringField("The customer's e-mail or id")
    reason = TextAreaField(
        "Reason",
        [
            DataRequired("Say why, for those who look into it later."),
            Length(max=500, message="Use at most 500 characters."),
        ],
    )
    identifiers: Collection[str] = ()

    def accept(self, identifiers: Collection[str]) -> None:
        """Set what counts as naming the customer."""
        self.identifiers = {identifier.strip().casefold() for identifier in identifiers}

    def validate_confirmation(self, field: StringField) -> None:
        if (field.data or "").strip().casefold() not in self.identifiers:
            raise ValidationError("This is neither the e-mail nor an id of this customer.")
