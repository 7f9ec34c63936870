"""The form with which a file of orders is handed over. The file itself is no field of it."""

from collections.abc import Iterable

from wtforms import Form, RadioField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the published types
from wtforms.validators import InputRequired

from webapp.order_imports.amounts import Amounts

NOT_KEPT = SelectChoice("", "Do not keep it")


class UploadForm(Form):
    """How to read the file. Protected by the app-wide CSRF check."""

    amounts = RadioField(
        "Amounts in the file",
        [InputRequired("Say how the amounts are written; nobody can tell that from the numbers.")],
        choices=[
            SelectChoice(Amounts.AS_MONEY.value, "Money, such as 412.50"),
            SelectChoice(Amounts.IN_HUNDREDTHS.value, "Hundredths, such as 41250 for 412.50"),
        ],
    )
    date_key = SelectField("Keep the true date in", default="")

    def offer_keys(self, keys: Iterable[str]) -> None:
        """Set the keys of metadata that can take the true date of an order."""
        self.date_key.choices = [NOT_KEPT, *(SelectChoice(key, f"metadata.{key}") for key in keys)]
