"""The forms for revealing and for verifying."""

from wtforms import Form, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the published types
from wtforms.validators import InputRequired, Length

from webapp.personal_data.matching import FIELDS


class RevealForm(Form):
    """Why somebody wants to see personal data."""

    reason = TextAreaField(
        "Why you need to see it",
        [
            InputRequired("Give a reason: it is kept in the audit trail."),
            Length(min=5, max=500, message="Write between 5 and 500 characters."),
        ],
    )


class VerifyForm(Form):
    """What a caller says, and about what."""

    field = SelectField("What the caller says", choices=[SelectChoice(name, label) for name, label in FIELDS.items()])
    said = StringField(
        "In their words",
        [
            InputRequired("Type what the caller says."),
            Length(max=320, message="Use at most 320 characters."),
        ],
    )
