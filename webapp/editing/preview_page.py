"""What is about to change, and what became of something that was sent. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from webapp.audit import Change
from webapp.audit.presenters import ShownChange, field_label, present_change, present_side
from webapp.cautions import caution
from webapp.customer_page.names import NO_NAME
from webapp.editing.drafts import Base, Draft
from webapp.editing.merging import Dispute, Merged, touched_texts
from webapp.editing.profiles import Path, Profile, same, value_at
from webapp.formats import counted
from webapp.values import Value
from webapp.voucherify.customer_records import Customer


@dataclass(frozen=True)
class ShownDispute:
    """A field that was changed by somebody else meanwhile: what stood there, what they and what the agent wrote."""

    id: str
    name: str
    label: str
    before: Value
    theirs: Value
    mine: Value
    choice: str


@dataclass(frozen=True)
class PreviewPage:
    """What saving would do. `hidden` are the fields that carry everything typed on to the next step."""

    changes: tuple[ShownChange, ...]
    disputes: tuple[ShownDispute, ...]
    settled: tuple[str, ...]
    elsewhere: tuple[ShownChange, ...]
    cautions: tuple[tuple[str, str], ...]
    hidden: tuple[tuple[str, str], ...]
    save_label: str


@dataclass(frozen=True)
class SourceIdNote:
    """For somebody whose source id is their e-mail: it cannot be changed, and what making them anew would lose."""

    source_id: str
    losses: tuple[str, ...]


@dataclass(frozen=True)
class Checked:
    """One field of something whose outcome was not known. `state` is "as sent", "as before" or "otherwise"."""

    label: str
    before: Value
    sent: Value
    stored: Value
    state: str


def preview_page(base: Base, draft: Draft, merged: Merged, zone: ZoneInfo) -> PreviewPage:
    """The page between the form and saving."""
    disputed = {dispute.field.path for dispute in merged.disputes}
    plain = {path: value for path, value in merged.values.items() if path not in disputed}
    return PreviewPage(
        changes=shown_changes(Merged(merged.now, plain).changes),
        disputes=tuple(_dispute(f"dispute-{number}", each) for number, each in enumerate(merged.disputes)),
        settled=tuple(_label(each.path) for each in merged.settled),
        elsewhere=shown_changes(merged.elsewhere),
        cautions=tuple(_cautions(merged)),
        hidden=tuple(hidden_fields(touched_texts(base, draft, zone), draft)),
        save_label="Save the changes" if merged.undecided else f"Save {counted(len(merged.changes), 'change')}",
    )


def shown_changes(changes: Sequence[Change]) -> tuple[ShownChange, ...]:
    return tuple(present_change(change, _unmasked) for change in changes)


def hidden_fields(texts: Mapping[str, str], draft: Draft) -> Iterator[tuple[str, str]]:
    """Everything typed as names and texts, for a form that carries it on."""
    yield from texts.items()
    for new in draft.new_keys:
        yield from new.pairs()


def source_id_note(customer: Customer) -> SourceIdNote | None:
    """The note, where the source id is an e-mail address."""
    if not customer.source_id or "@" not in customer.source_id:
        return None
    summary = customer.summary
    losses = [
        (customer.loyalty.points, "loyalty point"),
        (summary.orders.total_count, "paid order"),
        (summary.redemptions.total_succeeded, "redemption"),
    ]
    return SourceIdNote(customer.source_id, tuple(counted(count, noun) for count, noun in losses if count))


def checked(changes: Sequence[Change], now: Profile) -> tuple[Checked, ...]:
    """Compare what is stored now with what was sent and with what stood there before."""
    return tuple(_checked(change, value_at(now, change.path)) for change in changes)


def title_of_profile(profile: Mapping[str, Any]) -> str:
    """What to call the customer while only the form knows them."""
    name = profile.get("name")
    return name.strip() if isinstance(name, str) and name.strip() else NO_NAME


def _checked(change: Change, stored: Any) -> Checked:
    state = "as sent" if same(stored, change.new) else "as before" if same(stored, change.old) else "otherwise"
    return Checked(
        field_label(change.field),
        present_side(change, change.old, _unmasked),
        present_side(change, change.new, _unmasked),
        present_side(change, stored, _unmasked),
        state,
    )


def _dispute(id_: str, dispute: Dispute) -> ShownDispute:
    change = Change(".".join(dispute.field.path))
    before, theirs, mine = (
        present_side(change, value, _unmasked) for value in (dispute.before, dispute.theirs, dispute.mine)
    )
    return ShownDispute(id_, dispute.field.name, _label(dispute.field.path), before, theirs, mine, dispute.choice)


def _cautions(merged: Merged) -> Iterator[tuple[str, str]]:
    country = merged.values.get(("address", "country")) or value_at(merged.now, ("address", "country"))
    for path, value in merged.values.items():
        if sentence := caution(path, value, country):
            yield _label(path), sentence


def _label(path: Path) -> str:
    return field_label(".".join(path))


def _unmasked(value: Any) -> Any:
    """Who may change a profile sees it whole."""
    return value
