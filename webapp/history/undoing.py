"""Taking changes back, field by field, as long as each value is still the one that was written. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from webapp.audit import Change
from webapp.known_consents import FIELD as CONSENTS
from webapp.known_consents import KnownAnswer
from webapp.voucherify import UNSET
from webapp.voucherify.customer_records import Customer


@dataclass(frozen=True)
class Step:
    """One field that could be put back. `current` is what it holds now, UNSET for nothing or not known.

    `obstacle` says why it cannot be put back; empty when it can.
    """

    change: Change
    current: Any
    obstacle: str

    @property
    def field(self) -> str:
        return self.change.field

    @property
    def is_consent(self) -> bool:
        return self.change.path[0] == CONSENTS

    @property
    def reversal(self) -> Change:
        """The change that putting it back makes."""
        return Change(self.change.field, old=self.current, new=self.change.old)


def steps(changes: Iterable[Change], customer: Customer, consents_now: Mapping[str, KnownAnswer]) -> list[Step]:
    """What each change would take to be put back. `consents_now` holds the answers known, by consent id."""
    return [_step(change, _current(change, customer, consents_now)) for change in changes]


def chosen(offered: Sequence[Step], fields: Collection[str]) -> list[Step]:
    """The steps of these fields that nothing stands in the way of."""
    return [step for step in offered if step.field in fields and not step.obstacle]


def profile_update(taken: Iterable[Step], customer: Customer) -> dict[str, Any]:
    """What to send to put profile fields back.

    An object such as the metadata goes whole, as read just now with the old values in it; what was not there before
    is set to null, which is how the API removes it.
    """
    update: dict[str, Any] = {}
    for step in taken:
        name, *key = step.change.path
        old = None if step.change.old is UNSET else step.change.old
        if not key:
            update[name] = old
            continue
        whole = update.setdefault(name, dict(_object(customer, name)))
        whole[key[0]] = old
    return update


def consent_answers(taken: Iterable[Step]) -> dict[str, bool]:
    """The answers to send to put consents back, by consent id."""
    return {step.change.path[1]: step.change.old for step in taken if step.is_consent}


def _step(change: Change, current: Any) -> Step:
    if change.path[0] == CONSENTS and not isinstance(change.old, bool):
        return Step(change, current, "What was answered before is not known.")
    if _nothing(current) == _nothing(change.old):
        return Step(change, current, "It has its old value already.")
    if _nothing(current) != _nothing(change.new):
        return Step(change, current, "It was changed again since.")
    return Step(change, current, "")


def _nothing(value: Any) -> Any:
    """Null and absence are one to the API when a field is taken away."""
    return UNSET if value is None else value


def _current(change: Change, customer: Customer, consents_now: Mapping[str, KnownAnswer]) -> Any:
    name, *key = change.path
    if name == CONSENTS:
        return consents_now[key[0]].given if key and key[0] in consents_now else UNSET
    if key:
        return _object(customer, name).get(key[0], UNSET)
    return customer.raw.get(name, UNSET)


def _object(customer: Customer, name: str) -> Mapping[str, Any]:
    value = customer.raw.get(name)
    return value if isinstance(value, dict) else {}
