"""The four ways of paging, against lists held in memory."""

from itertools import islice

import pytest

from webapp.voucherify.fields import identifier
from webapp.voucherify.pages import Page, PagingError, by_date, by_id, by_page_number, is_page, read_page, walk
from webapp.voucherify.records import Record


class Item(Record):
    essential = ("id",)

    id = identifier()


def items(*stamps):
    return [Item({"id": f"id_{index}", "at": stamp}) for index, stamp in enumerate(stamps)]


def ids(found):
    return [item.raw["id"] for item in found]


class MemoryList:
    """A list paged as this API does; `tells_more` says whether it sends `has_more`."""

    def __init__(self, rows, limit, *, descending=False, tells_more=True):
        self.rows = sorted(rows, key=lambda item: item.raw["at"], reverse=descending)
        self.limit, self.descending, self.tells_more = limit, descending, tells_more
        self.asked = []

    def fetch(self, position):
        self.asked.append(dict(position))
        rows = self.rows
        cursor = position.get("starting_after") or position.get("end_date")
        if cursor:
            rows = [row for row in rows if (row.raw["at"] < cursor if self.descending else row.raw["at"] > cursor)]
        if "starting_after_id" in position:
            rows = rows[ids(rows).index(position["starting_after_id"]) + 1 :]
        if "only" in position:
            rows = [row for row in rows if row.raw["at"] == position["only"]]
        skipped = (position.get("page", 1) - 1) * self.limit
        page = tuple(rows[skipped : skipped + self.limit])
        more = len(rows) > skipped + self.limit
        return Page(
            page,
            has_more=more if self.tells_more else None,
            more_starting_after=page[-1].raw["id"] if more else None,
        )


@pytest.mark.parametrize("tells_more", [True, False])
@pytest.mark.parametrize("count", [0, 1, 3, 4, 6, 7])
class TestEveryWayFindsEveryItemOnce:
    def rows(self, count):
        return items(*(f"2026-01-{day:02}" for day in range(1, count + 1)))

    def test_by_page_number(self, count, tells_more):
        memory = MemoryList(self.rows(count), 3, tells_more=tells_more)
        assert ids(walk(memory.fetch, by_page_number(3, last=99))) == ids(memory.rows)

    def test_by_id(self, count, tells_more):
        memory = MemoryList(self.rows(count), 3, tells_more=tells_more)
        assert ids(walk(memory.fetch, by_id(3))) == ids(memory.rows)

    @pytest.mark.parametrize("descending", [True, False])
    def test_by_date(self, count, tells_more, descending):
        memory = MemoryList(self.rows(count), 3, tells_more=tells_more, descending=descending)
        assert ids(walk(memory.fetch, by_date("starting_after", "at", 3))) == ids(memory.rows)

    def test_by_end_date(self, count, tells_more):
        memory = MemoryList(self.rows(count), 3, tells_more=tells_more, descending=True)
        assert ids(walk(memory.fetch, by_date("end_date", "at", 3))) == ids(memory.rows)


@pytest.mark.parametrize("descending", [True, False])
@pytest.mark.parametrize(
    "stamps",
    ["aabbcc", "abbbc", "abbccc", "aaab", "aaaa", "aaaaaaa", "abbbbbbbc", "abcccccc", "aaabbbccc", "abbbbccccd"],
)
def test_equal_instants_lose_and_repeat_nothing_in_either_direction(stamps, descending):
    memory = MemoryList(items(*stamps), 3, descending=descending)
    way = by_date("starting_after", "at", 3, instant=lambda stamp: by_page_number(3, last=99, window={"only": stamp}))

    found = ids(walk(memory.fetch, way))

    assert sorted(found) == sorted(ids(memory.rows))
    assert len(found) == len(set(found))


def test_an_instant_that_fills_a_page_is_not_passed_over_where_nothing_can_open_it():
    memory = MemoryList(items(*"abbbbc"), 3)
    with pytest.raises(PagingError, match="share one instant"):
        list(walk(memory.fetch, by_date("end_date", "at", 3)))


def test_a_cursor_that_includes_its_own_instant_still_ends():
    rows = items(*"aabbcc")

    def fetch(position):
        if "only" in position:
            return Page(tuple(row for row in rows if row.raw["at"] == position["only"]), has_more=False)
        left = [row for row in rows if row.raw["at"] >= position.get("starting_after", "")]
        return Page(tuple(left[:3]), has_more=len(left) > 3)

    way = by_date("starting_after", "at", 3, instant=lambda stamp: by_page_number(3, last=9, window={"only": stamp}))
    assert sorted(ids(islice(walk(fetch, way), 20))) == ids(rows)


def test_a_list_longer_than_its_last_page_number_says_so():
    memory = MemoryList(items(*"abcdefg"), 3)
    found = walk(memory.fetch, by_page_number(3, last=2))

    assert ids(islice(found, 6)) == ids(memory.rows[:6])
    with pytest.raises(PagingError, match="after page 2"):
        next(found)


def test_the_last_admitted_page_may_be_full_when_the_total_says_it_is_the_end():
    def fetch(position):
        return Page(tuple(items(*"abcd")[position["page"] * 2 - 2 : position["page"] * 2]), total=4)

    assert len(list(walk(fetch, by_page_number(2, last=2)))) == 4


def test_a_server_that_names_the_same_page_for_ever_is_left():
    def fetch(_):
        return Page(tuple(items("a")), has_more=True, more_starting_after="id_0")

    with pytest.raises(PagingError, match="same page"):
        list(walk(fetch, by_id(1)))


def test_pages_are_fetched_only_when_wanted():
    memory = MemoryList(items(*"abcdefg"), 3)
    found = walk(memory.fetch, by_id(3), max_items=4)

    assert memory.asked == []
    assert ids(islice(found, 3)) == ["id_0", "id_1", "id_2"]
    assert memory.asked == [{}]
    assert ids(found) == ["id_3"]
    assert memory.asked == [{}, {"starting_after_id": "id_2"}]


def test_a_page_is_read_through_data_ref():
    answer = {"object": "list", "data_ref": "schemas", "schemas": [{"id": "x"}], "total": 7, "has_more": True}

    assert is_page(Item, answer)
    assert read_page(Item, answer) == Page((Item({"id": "x"}),), total=7, has_more=True)


@pytest.mark.parametrize(
    "answer",
    [
        None,
        [],
        {},
        {"data_ref": "data"},
        {"data_ref": "data", "data": None},
        {"data_ref": 1, "data": []},
        {"data_ref": "data", "data": [{"name": "no id"}]},
        {"data_ref": "data", "data": ["text"]},
    ],
)
def test_anything_else_is_no_page(answer):
    assert not is_page(Item, answer)
