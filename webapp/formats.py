"""How numbers, amounts and dates are written for people. Pure.

`Formats` holds the two things that differ between installations, the currency and the time zone;
`Formats.filters()` gives the Jinja filters.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime, format_timedelta
from babel.numbers import format_currency, format_decimal, get_currency_precision

LOCALE = Locale.parse("en_GB")
MINOR_UNITS_IN_ONE = 100
SECONDS_STILL_NOW = 5


@dataclass(frozen=True)
class Formats:
    """The currency (ISO 4217, or None for plain amounts) and the time zone (IANA name) everything is written in."""

    currency: str | None
    timezone: str

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    def money(self, minor_units: int) -> str:
        """Writes an amount the API counts in hundredths: 41250 is "€412.50", or "412.50" without a currency."""
        amount = Decimal(minor_units) / MINOR_UNITS_IN_ONE
        if not self.currency:
            return format_decimal(amount, format="#,##0.00", locale=LOCALE)
        precision = get_currency_precision(self.currency)
        is_exact = amount == round(amount, precision)
        shown = amount if is_exact else amount.quantize(Decimal("0.01"))
        return format_currency(shown, self.currency, locale=LOCALE, currency_digits=is_exact)

    def moment(self, moment: datetime) -> str:
        """Writes an aware instant with its zone: "19 Nov 2026, 14:02 CET"."""
        return format_datetime(moment, "d MMM y, HH:mm z", tzinfo=self.zone, locale=LOCALE)

    def relative(self, moment: datetime, now: datetime | None = None) -> str:
        """Writes how long ago (or ahead) an aware instant is, in the largest fitting unit: "2 days ago"."""
        difference = moment - (now or datetime.now(UTC))
        if abs(difference.total_seconds()) < SECONDS_STILL_NOW:
            return "just now"
        return format_timedelta(difference, add_direction=True, locale=LOCALE)

    def filters(self) -> Mapping[str, Callable[..., str]]:
        """Gives every filter by the name templates use."""
        return {
            "money": self.money,
            "moment": self.moment,
            "relative": self.relative,
            "number": number,
            "points": points,
            "counted": counted,
            "day": day,
            "country": country,
            "initials": initials,
        }


def number(value: float) -> str:
    """Groups thousands and keeps the decimals there are: 2140 is "2,140"."""
    return format_decimal(value, locale=LOCALE, decimal_quantization=False)


def counted(count: int, singular: str, plural: str | None = None) -> str:
    """Writes a number with its noun: "1 order", "2,140 orders"."""
    noun = singular if count == 1 else plural or f"{singular}s"
    return f"{number(count)} {noun}"


def points(count: int) -> str:
    """Writes loyalty points: "2,140 points"."""
    return counted(count, "point")


def day(value: date) -> str:
    """Writes a calendar day, which has no time zone: "3 May 1990"."""
    return format_date(value, "d MMM y", locale=LOCALE)


def country(given: str) -> str:
    """Turns an ISO 3166 two-letter code into the country's name; anything else is shown as given."""
    return LOCALE.territories.get(given.upper(), given) if len(given) == 2 else given


def initials(name: str) -> str:
    """Gives the first letters of the first and last word of a name, for a small round badge."""
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


def age(birthdate: date, today: date) -> int:
    """Counts whole years; somebody born on 29 February turns a year older on 1 March of common years."""
    had_birthday = (today.month, today.day) >= (birthdate.month, birthdate.day)
    return today.year - birthdate.year - (not had_birthday)
