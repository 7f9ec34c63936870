"""What features put on the customer page."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, current_app

from webapp.auth.permissions import Permission
from webapp.voucherify import Voucherify

Read = Callable[[Voucherify, str], Any]
"""A call about a customer, given by id; parts that name the same one share its answer."""


@dataclass(frozen=True)
class Part:
    """Something shown on the customer page as soon as its calls have answered.

    `present` is given the customer, the answers to `needs` and then those to `uses`, where None stands for one that
    failed or is late; the template sees what it returns as `part`.
    """

    name: str
    template: str
    present: Callable[..., Any]
    needs: tuple[Read, ...]
    uses: tuple[Read, ...] = ()

    @property
    def reads(self) -> tuple[Read, ...]:
        return (*self.needs, *self.uses)


@dataclass(frozen=True)
class Section:
    """A tab. `endpoint` takes `customer_id`; `place` orders the tabs.

    `panel` stands on the first tab, in its wide column if `is_wide`; `blockers` in the head of every tab.
    """

    name: str
    title: str
    endpoint: str
    place: int
    permission: Permission = Permission.CUSTOMERS_READ
    panel: Part | None = None
    blockers: Part | None = None
    is_wide: bool = False

    @property
    def parts(self) -> tuple[Part, ...]:
        return tuple(part for part in (self.panel, self.blockers) if part)


@dataclass(frozen=True)
class Action:
    """A button in the head, for those who have the permission. `endpoint` takes `customer_id`."""

    title: str
    endpoint: str
    place: int
    permission: Permission
    is_danger: bool = False


@dataclass
class Registry:
    sections: list[Section] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)


def add_section(blueprint: Blueprint, section: Section) -> None:
    """Put a section on the customer page of every app this blueprint is registered with."""
    blueprint.record_once(lambda state: _registry_of(state.app.extensions).sections.append(section))


def add_action(blueprint: Blueprint, action: Action) -> None:
    """Put a button there."""
    blueprint.record_once(lambda state: _registry_of(state.app.extensions).actions.append(action))


def sections() -> list[Section]:
    """All sections, in the order of their tabs."""
    return sorted(_registry_of(current_app.extensions).sections, key=lambda section: section.place)


def actions() -> list[Action]:
    """All buttons, in their order."""
    return sorted(_registry_of(current_app.extensions).actions, key=lambda action: action.place)


def find_part(name: str) -> tuple[Section, Part] | None:
    """The part of this name and the section it belongs to."""
    return next(((section, part) for section in sections() for part in section.parts if part.name == name), None)


def _registry_of(extensions: dict[str, Any]) -> Registry:
    registry: Registry = extensions.setdefault("customer_page", Registry())
    return registry
