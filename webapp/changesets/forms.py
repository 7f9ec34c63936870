"""The form that stands between a dry run and its run."""

from wtforms import BooleanField, Form, HiddenField, StringField, ValidationError


class ConfirmForm(Form):
    """What is to be done, which dry run it is about, the number of rows typed. Protected by the app-wide CSRF check."""

    seen_as = HiddenField()
    one_by_one = BooleanField()
    delete = BooleanField()
    typed = StringField("The number of rows")
    count: int | None = None

    def ask_for(self, count: int | None) -> None:
        """Set the number that has to be typed; None where none has to be."""
        self.count = count

    def validate_typed(self, field: StringField) -> None:
        digits = "".join(each for each in field.data or "" if each not in " ,.'\u00a0\u202f")
        if self.count is not None and digits != str(self.count):
            raise ValidationError(f"Type {self.count:,} to say that this many rows are to be written.")
