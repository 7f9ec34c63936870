"""The ten tickets of the demo data, each in the words that reach a support desk."""

from typing import NamedTuple


class Stop(NamedTuple):
    """One ticket and the source id of the demo customer it is about."""

    ticket: str
    source_id: str


TOUR: tuple[Stop, ...] = (
    Stop("My code SUMMER-… does not work at the checkout.", "ticket-1"),
    Stop("I bought for 80 euros last week and got no points.", "ticket-2"),
    Stop("I have a new e-mail address.", "nadia.old@example.org"),
    Stop("Delete everything you have about me.", "ticket-4"),
    Stop("Stop the newsletters. All of them.", "ticket-5"),
    Stop("I paid with my gift card and now 15 euros are missing.", "ticket-6"),
    Stop("It says I have an account already.", "ticket-7"),
    Stop("Why do I no longer get the VIP prices?", "ticket-8"),
    Stop("Here are the 3,000 people from the trade fair.", "fair-0001"),
    Stop("Somebody changed my phone number. Who?", "ticket-10"),
)
