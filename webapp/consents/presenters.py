"""Consents in people's terms. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from webapp.audit import Change
from webapp.audit.presenters import ShownChange, present_change
from webapp.known_consents import FIELD, FRONTDESK, VOUCHERIFY, KnownAnswer
from webapp.voucherify import UNSET
from webapp.voucherify.consents import Consent, ConsentCatalogue

CLOCKS_DIFFER_BY = timedelta(minutes=1)
SOURCES = {FRONTDESK: "written through Frontdesk", VOUCHERIFY: "from Voucherify's events"}


@dataclass(frozen=True)
class Row:
    """One consent and what is known of it. `state` is "agrees", "refuses", "not known" or "perhaps …"."""

    consent_id: str
    name: str
    description: str
    category: str
    state: str
    tone: str
    at: datetime | None
    source: str
    answer: str


@dataclass(frozen=True)
class Group:
    """Consents shown together."""

    name: str
    description: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Sent:
    """One answer of unknown outcome, and whether an event has confirmed it since."""

    label: str
    answer: str
    arrived: bool


def groups(
    catalogue: ConsentCatalogue, known: Mapping[str, KnownAnswer], answers: Mapping[str, bool]
) -> tuple[Group, ...]:
    """The consents by group, those in no group last; each stands once. `answers` are those just given."""
    left = {consent.id: consent for consent in catalogue.consents}
    shown = []
    for group in catalogue.groups:
        members = [left.pop(consent_id) for consent_id in group.consents if consent_id in left]
        shown.append(Group(group.name or "Unnamed group", group.description or "", _rows(members, known, answers)))
    shown.append(Group("Other consents" if catalogue.groups else "Consents", "", _rows(left.values(), known, answers)))
    return tuple(group for group in shown if group.rows)


def names_of(catalogue: ConsentCatalogue) -> dict[str, str]:
    """The consents' names by id."""
    return {consent.id: consent.name or consent.id for consent in catalogue.consents}


def changes_of(answers: Mapping[str, bool], known: Mapping[str, KnownAnswer]) -> list[Change]:
    """What the audit trail notes: what was known before, and the new answer."""
    return [
        Change(f"{FIELD}.{consent_id}", known[consent_id].given if consent_id in known else UNSET, given)
        for consent_id, given in answers.items()
    ]


def answers_of(changes: Iterable[Change]) -> dict[str, bool]:
    """The answers that changes of consents write, by consent id."""
    return {change.path[1]: change.new for change in changes if change.path[0] == FIELD and len(change.path) > 1}


def shown_changes(changes: Iterable[Change], names: Mapping[str, str]) -> tuple[ShownChange, ...]:
    """The answers that differ from what is known."""
    return tuple(present_change(change, _unmasked, names) for change in changes if change.old != change.new)


def sent(
    answers: Mapping[str, bool], known: Mapping[str, KnownAnswer], names: Mapping[str, str], at: datetime
) -> Iterator[Sent]:
    """What became of answers sent at that time, as far as Voucherify's own events tell."""
    for consent_id, given in answers.items():
        now = known.get(consent_id)
        arrived = bool(now and now.source == VOUCHERIFY and now.given is given and now.at >= at - CLOCKS_DIFFER_BY)
        yield Sent(names.get(consent_id, consent_id), "agrees" if given else "refuses", arrived)


def _rows(
    consents: Iterable[Consent], known: Mapping[str, KnownAnswer], answers: Mapping[str, bool]
) -> tuple[Row, ...]:
    return tuple(_row(consent, known.get(consent.id), answers.get(consent.id)) for consent in consents)


def _row(consent: Consent, known: KnownAnswer | None, answer: bool | None) -> Row:
    state, tone = _state(known)
    return Row(
        consent_id=consent.id,
        name=consent.name or consent.id,
        description=consent.description or "",
        category=consent.category or "",
        state=state,
        tone=tone,
        at=known.at if known else None,
        source=SOURCES[known.source] if known else "",
        answer={True: "yes", False: "no", None: ""}[answer],
    )


def _state(known: KnownAnswer | None) -> tuple[str, str]:
    if known is None:
        return "not known", ""
    words = "agrees" if known.given else "refuses"
    if not known.is_certain:
        return f"perhaps {words}", "warn"
    return words, "good" if known.given else ""


def _unmasked(value: Any) -> Any:
    """Consents are answers, not personal data by themselves."""
    return value
