import pytest


def test_segments_are_listed(wire, client):
    wire.answers(
        {
            "object": "list",
            "data_ref": "data",
            "data": [{"id": "seg_1", "name": "VIP", "type": "auto-update", "filter": {"junction": "and"}}],
            "total": 99,
        }
    )

    page = client.segments.list(limit=100, order="created_at")

    assert wire.requests[0].path == "/v1/segments?limit=100&order=created_at"
    assert [(segment.id, segment.name, segment.type) for segment in page.items] == [("seg_1", "VIP", "auto-update")]
    assert page.items[0].filter == {"junction": "and"}
    assert page.total == 99


def test_a_limit_out_of_range_is_refused(client):
    with pytest.raises(ValueError, match="limit must be"):
        client.segments.list(limit=101)


def test_a_walk_goes_on_before_the_last_instant_but_one(wire, client):
    stamps = [f"2026-01-01T00:00:{second:02}.000Z" for second in range(59, -1, -1)] * 2
    segments = [
        {"id": f"seg_{number}", "created_at": stamp} for number, stamp in enumerate(sorted(stamps, reverse=True))
    ]
    wire.answers({"data_ref": "data", "data": segments[:100]})
    wire.answers({"data_ref": "data", "data": segments[98:]})

    found = list(client.segments.iterate())

    assert [segment.id for segment in found] == [segment["id"] for segment in segments]
    assert wire.requests[0].path == "/v1/segments?limit=100&order=-created_at"
    assert wire.requests[1].query["filters[created_at][conditions][$before]"] == "2026-01-01T00:00:11.000Z"
