"""Sentences about messages to the customer."""

from webapp.activity.catalogue import CHANNELS, DELIVERIES
from webapp.activity.presenters.payload import Payload
from webapp.activity.presenters.sentences.told import Teller, Told
from webapp.formats import Formats

_TONES = {"failed": "bad"}


def _message(channel: str, delivery: str) -> Teller:
    def tell(payload: Payload, _formats: Formats) -> Told:
        name = payload.text("distribution", "name")
        subject = f"{CHANNELS[channel]} {DELIVERIES[delivery]}"
        return Told(f"{subject}: {name}" if name else subject, _TONES.get(delivery, ""))

    return tell


TELLERS: dict[str, Teller] = {
    f"customer.{channel}.{delivery}": _message(channel, delivery) for channel in CHANNELS for delivery in DELIVERIES
}
