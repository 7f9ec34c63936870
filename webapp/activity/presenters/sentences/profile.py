"""Sentences about who the customer is: the profile, referrals, segments, consents, custom events."""

from webapp.activity.presenters.payload import Payload
from webapp.activity.presenters.sentences.told import Teller, Told, in_campaign
from webapp.formats import Formats


def _plainly(text: str, tone: str = "") -> Teller:
    return lambda _payload, _formats: Told(text, tone)


def _referred(payload: Payload, _formats: Formats) -> Told:
    referrer = payload.text("referrer", "name") or payload.text("referrer", "id") or "somebody not known"
    return Told(f"Referred by {referrer}{in_campaign(payload)}", "good")


def _custom_event(payload: Payload, _formats: Formats) -> Told:
    name = payload.text("event_schema", "name") or payload.text("event") or payload.text("event", "event")
    return Told(f"Custom event “{name}”" if name else "Custom event")


def _segment(verb: str, tone: str) -> Teller:
    def tell(payload: Payload, _formats: Formats) -> Told:
        name = payload.text("segment", "name") or payload.text("segment", "id")
        return Told(f"{verb} segment {name}" if name else f"{verb} a segment", tone)

    return tell


def _consents(verb: str, tone: str) -> Teller:
    def tell(payload: Payload, _formats: Formats) -> Told:
        names = ", ".join(payload.names("consents"))
        return Told(f"Consent {verb}: {names}" if names else f"Consent {verb}", tone)

    return tell


TELLERS: dict[str, Teller] = {
    "customer.created": _plainly("Customer created"),
    "customer.updated": _plainly("Profile changed"),
    "customer.confirmed": _plainly("Customer confirmed", "good"),
    "customer.deleted": _plainly("Customer deleted", "bad"),
    "customer.referred": _referred,
    "customer.custom_event": _custom_event,
    "customer.segment.entered": _segment("Entered", "good"),
    "customer.segment.left": _segment("Left", "warn"),
    "customer.consents.given": _consents("given", "good"),
    "customer.consents.revoked": _consents("taken back", "warn"),
}
