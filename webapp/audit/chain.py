"""How audit records are chained, and how the chain is checked. Pure.

Each record's hash is an HMAC over the record's own fields and the hash of the record before it, so that a record
edited, removed or put in between is found, and nobody can mend the chain who has the database but not the key.
Values and reasons are not in the record: it holds a digest over them and a random salt. Once both are erased the
digest tells nothing about them, and the chain stands as before.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from webapp.audit.actions import Action
from webapp.store.audit_log import Head, Link, Sealed
from webapp.store.models import AuditDetails, AuditRecord

GENESIS = "0" * 64
"""Stands for the hash before the first record."""

KEY_ID_LENGTH = 16
UNCHAINED = frozenset({"hash"})


@dataclass(frozen=True)
class Keys:
    """The keys that seal records: new ones with the first, old ones with whichever they name."""

    keys: tuple[str, ...]

    @property
    def newest_id(self) -> str:
        return key_id(self.keys[0])

    def by_id(self, wanted: str) -> bytes | None:
        return next((key.encode() for key in self.keys if key_id(key) == wanted), None)


@dataclass(frozen=True)
class Broken:
    """The first place at which the chain does not hold."""

    position: int
    reason: str


@dataclass(frozen=True)
class Verified:
    """What a check of the whole chain found. `broken` is None when it holds."""

    records: int
    first_position: int
    last_position: int
    head_hash: str
    broken: Broken | None = None


def key_id(key: str) -> str:
    """A short name of a key that does not give it away."""
    return hashlib.sha256(b"audit key id:" + key.encode()).hexdigest()[:KEY_ID_LENGTH]


def canonical(value: Any) -> str:
    """JSON of which there is exactly one spelling for each value."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def sealed(record: AuditRecord, document: Mapping[str, Any] | None, keys: Keys) -> Sealed:
    """Complete a record whose position and previous hash are set: digest, key and hash; and seal it as the last."""
    details = None
    if document:
        details = AuditDetails(position=record.position, salt=secrets.token_hex(32), document=canonical(document))
        record.details_digest = _digest(details)
    record.key_id = keys.newest_id
    key = keys.keys[0].encode()
    record.hash = _hash(record, key)
    return Sealed(record, details, _seal_of_end(record, key))


def verify(links: Iterable[Link], head: Head, keys: Keys) -> Verified:
    """Check the chain from its first record to the head, and stop at the first place that does not hold."""
    return _Check(keys).run(links, head)


class _Check:
    """One walk along the chain. Some answers are known only at its end: what was rightly removed or erased."""

    def __init__(self, keys: Keys) -> None:
        self.keys = keys
        self.count = 0
        self.first: AuditRecord | None = None
        self.last: AuditRecord | None = None
        self.cuts: dict[int, str] = {}
        self.customers_erased: dict[str, int] = {}
        self.without_values: list[tuple[int, set[str | None]]] = []
        self.customers_of_intents: dict[int, str | None] = {}

    def run(self, links: Iterable[Link], head: Head) -> Verified:
        broken = None
        for record, details in links:
            reason = self._reason_against(record, details)
            if reason is not None:
                broken = Broken(record.position, reason)
                break
            self._remember(record, details)
        return Verified(
            records=self.count,
            first_position=self.first.position if self.first else 0,
            last_position=head.position,
            head_hash=head.hash,
            broken=broken or self._broken_as_a_whole(head),
        )

    def _reason_against(self, record: AuditRecord, details: AuditDetails | None) -> str | None:
        if self.last is not None and record.position != self.last.position + 1:
            return f"the records from {self.last.position + 1} to {record.position - 1} are missing before it"
        if self.last is not None and record.previous_hash != self.last.hash:
            return "it does not follow the record before it"
        key = self.keys.by_id(record.key_id)
        if key is None:
            return "it was sealed with a key that is no longer set: add that key to AUDIT_KEY"
        if not hmac.compare_digest(record.hash, _hash(record, key)):
            return "it was changed after it was written"
        if (details is None) != (record.details_digest is None):
            return "its values were removed, or added later"
        if details is not None and details.document is not None and _digest(details) != record.details_digest:
            return "its values were changed after they were written"
        return None

    def _remember(self, record: AuditRecord, details: AuditDetails | None) -> None:
        self.count += 1
        self.first = self.first or record
        self.last = record
        if record.action == Action.AUDIT_VALUES_ERASED and record.customer_id:
            self.customers_erased[record.customer_id] = record.position
        if record.action == Action.AUDIT_SHORTENED and details is not None and details.document is not None:
            cut = json.loads(details.document)["result"]
            self.cuts[cut["last_position"]] = cut["last_hash"]
        if record.intent_position is not None:
            self.customers_of_intents[record.intent_position] = record.customer_id
        if details is not None and details.document is None:
            self.without_values.append((record.position, {record.customer_id}))

    def _is_end(self, record: AuditRecord, head: Head) -> bool:
        key = self.keys.by_id(record.key_id) or b""  # it is set: the record was checked with it
        is_named = (head.position, head.hash) == (record.position, record.hash)
        return is_named and hmac.compare_digest(head.seal, _seal_of_end(record, key))

    def _broken_as_a_whole(self, head: Head) -> Broken | None:
        if self.first is None or self.last is None:
            is_empty = (head.position, head.hash) == (0, GENESIS)
            return None if is_empty else Broken(head.position, "all records are missing")
        if not head.seal:
            return Broken(self.last.position, "it is not sealed as the last; after an upgrade the next record is")
        if not self._is_end(self.last, head):
            return Broken(self.last.position + 1, "records at the end are missing")
        beginning = GENESIS if self.first.position == 1 else self.cuts.get(self.first.position - 1)
        if self.first.previous_hash != beginning:
            return Broken(self.first.position, "the records before it are missing, and not by the retention setting")
        for position, customers in self.without_values:
            customers.add(self.customers_of_intents.get(position))
            if not any(self.customers_erased.get(customer or "", 0) > position for customer in customers):
                return Broken(position, "its values were erased, and not by a permanent deletion")
        return None


def _digest(details: AuditDetails) -> str:
    return hashlib.sha256(f"{details.salt}:{details.document}".encode()).hexdigest()


def _seal_of_end(record: AuditRecord, key: bytes) -> str:
    return hmac.new(key, f"end:{record.position}:{record.hash}".encode(), hashlib.sha256).hexdigest()


def _hash(record: AuditRecord, key: bytes) -> str:
    names = [column.key for column in AuditRecord.__table__.columns if column.key not in UNCHAINED]
    content = {name: getattr(record, name) for name in names}
    content["at"] = record.at.isoformat(timespec="microseconds")
    return hmac.new(key, canonical(content).encode(), hashlib.sha256).hexdigest()
