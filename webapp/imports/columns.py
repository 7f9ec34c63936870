"""What the columns of a file can be, and which header means which. Pure.

Every header the API's own CSV import takes is known, in any case and with any separators, and what people and
spreadsheets call the same in English, German and Polish. The API has one name where most exports have two columns:
these are known as parts of it. There is no guess for what could be either identifier ("Customer id"). A header that
fits nothing is left out of the import until an agent chooses otherwise: a new metadata key stands on customers for
good, and a slip must not make one.
"""

import re
from collections.abc import Sequence

from webapp.voucherify.metadata_schemas import MetadataSchema

IGNORED = ""
METADATA = "metadata."
FIELDS = {
    "source_id": "Source id",
    "id": "Customer id (cust_…)",
    "name": "Name",
    "email": "E-mail",
    "phone": "Phone",
    "birthdate": "Birthdate",
    "description": "Description",
    "address.line_1": "Address, line 1",
    "address.line_2": "Address, line 2",
    "address.postal_code": "Postal code",
    "address.city": "City",
    "address.state": "State",
    "address.country": "Country",
}
"""The standard fields a column can be, with what people call them; `metadata.<key>` besides."""

NAME = "name"
NAME_PARTS = {"name.first": "Name: first name", "name.last": "Name: last name"}
"""Fields of the file alone: together they are the name, in this order."""

_SAID_ALSO = {
    "source_id": "sourceid external_id external_number customer_number client_number crm_id numer_klienta kundennummer",
    "id": "voucherify_id",
    "name": "full_name customer_name imie_i_nazwisko nazwa",
    "name.first": "first_name firstname given_name forename vorname imie",
    "name.last": "last_name lastname surname family_name nachname familienname nazwisko",
    "email": "e_mail mail email_address e_mail_address adres_e_mail adres_email",
    "phone": "phone_number telephone telephone_number mobile mobile_phone cell_phone tel telefon numer_telefonu handy",
    "birthdate": "birth_date birthday date_of_birth dob data_urodzenia geburtsdatum",
    "description": "notes note comment comments opis uwagi beschreibung bemerkung bemerkungen notiz",
    "address.line_1": "line_1 line1 address_1 address1 address address_line1 street street_address ulica strasse adres",
    "address.line_2": "line_2 line2 address_2 address2 address_line2",
    "address.postal_code": (
        "postal_code postcode post_code zip zip_code zipcode zip_postal_code kod_pocztowy kod plz postleitzahl"
    ),
    "address.city": "city town miasto miejscowosc stadt ort",
    "address.state": "state province province_code state_province region county wojewodztwo bundesland",
    "address.country": "country country_code kraj land",
}
_PLAIN = str.maketrans(dict(zip("ąćęłńóśźżäöü", "acelnoszzaou", strict=True)) | {"ß": "ss"})
_STANDARD = {field.replace(".", "_"): field for field in FIELDS}
_WHICH_ADDRESS = re.compile(r"(?:default|billing|mailing|primary|home)_(?:address_)?(?=.)")  # in shops' exports
_BY_HEADER = {header: field for field, headers in _SAID_ALSO.items() for header in headers.split()} | _STANDARD


def match_headers(headers: Sequence[str], schema: MetadataSchema | None) -> dict[int, str]:
    """The field of every column by its index, IGNORED where none fits; of two that fit one field, the first gets it.

    Parts of the name are matched only where both are there and the whole is not: a first name alone is nobody's name.
    """
    keys = {_plain(field.removeprefix(METADATA)): field for field in metadata_fields(schema)}
    found: dict[int, str] = {}
    for index, header in enumerate(headers):
        plain = _plain(header)
        own = keys.get(plain.removeprefix("metadata_")) or keys.get(plain)
        field = own if own and plain not in _STANDARD else _BY_HEADER.get(plain) or _of_an_address(plain)
        found[index] = IGNORED if field in found.values() else field
    is_made_of_parts = NAME not in found.values() and set(NAME_PARTS) <= set(found.values())
    return {index: field if is_made_of_parts or field not in NAME_PARTS else IGNORED for index, field in found.items()}


def metadata_fields(schema: MetadataSchema | None) -> dict[str, str]:
    """The fields of the keys the project defines (not deleted ones), with what people call them."""
    definitions = schema.properties if schema else {}
    return {METADATA + key: key for key, definition in definitions.items() if not definition.deleted}


def new_key_field(header: str, schema: MetadataSchema | None) -> str:
    """The field that would make a new metadata key of a column; IGNORED where the project allows none, or no name."""
    name = header.strip()
    if not name or (schema and (schema.allow_defined_only or name in schema.properties)):
        return IGNORED
    return METADATA + name


def _of_an_address(plain: str) -> str:
    """The field of a header that tells which of several addresses it is of; IGNORED for any other."""
    field = _BY_HEADER.get(_WHICH_ADDRESS.sub("", plain, count=1), IGNORED)
    return field if field.startswith("address.") else IGNORED


def _plain(header: str) -> str:
    """A header in small letters without accents, its words joined by underscores."""
    return re.sub(r"[\W_]+", "_", header.casefold().translate(_PLAIN)).strip("_")
