"""The geometry of small pictures."""

from datetime import UTC, datetime, timedelta

from webapp.pictures import HEIGHT, WIDTH, columns, shares, steps

START = datetime(2026, 1, 1, tzinfo=UTC)


def test_a_balance_is_drawn_as_steps_from_its_first_moment_to_now() -> None:
    picture = steps([(START, 50), (START + timedelta(days=5), 25)], START + timedelta(days=10))
    assert picture is not None
    assert picture.line == f"M0.0 0.0H{WIDTH / 2}V{HEIGHT / 2}H{WIDTH}"
    assert picture.area.endswith(f"V{HEIGHT}H0Z")
    assert picture.highest == 50


def test_one_moment_is_no_history() -> None:
    assert steps([(START, 50)], START + timedelta(days=1)) is None
    assert steps([(START, 50), (START, 40)], START) is None


def test_a_balance_below_nothing_stays_inside_the_box() -> None:
    picture = steps([(START, 0), (START + timedelta(days=1), -5)], START + timedelta(days=2))
    assert picture is not None
    assert f"V{HEIGHT}.0" in picture.line


def test_columns_are_as_high_as_their_share_of_the_highest() -> None:
    first, second, third = columns([0, 5, 10])
    assert (first.height, second.height, third.height) == (0, HEIGHT / 2, HEIGHT)
    assert third.x + third.width <= WIDTH
    assert columns([1, 100_000])[0].height > 0
    assert columns([]) == ()


def test_shares_fill_the_whole() -> None:
    first, second = shares([3, 1])
    assert (first.x, first.width, second.x, second.width) == (0, 75, 75, 25)
    assert shares([0, 0]) == ()
