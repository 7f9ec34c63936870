"""Files of other kinds, told by how they begin: people upload the workbook itself, a PDF, or a web page named .csv."""

from webapp.tables.tables import UnreadableTable

SAVE_AS = "Open it in a spreadsheet and save it as CSV."
BEGINNINGS = (
    (b"PK\x03\x04", f"This is a workbook (XLSX, ODS) or another ZIP archive, not a CSV file. {SAVE_AS}"),
    (b"\xd0\xcf\x11\xe0", f"This is an old Excel workbook (XLS), not a CSV file. {SAVE_AS}"),
    (b"%PDF-", "This is a PDF, not a CSV file. Ask whoever made it for the table itself."),
    (b"\x1f\x8b", "This is compressed (GZIP). Unpack it and upload the CSV file inside."),
    (b"7z\xbc\xaf", "This is compressed (7z). Unpack it and upload the CSV file inside."),
    (b"Rar!", "This is compressed (RAR). Unpack it and upload the CSV file inside."),
    (b"\x89PNG", "This is a picture, not a CSV file."),
    (b"\xff\xd8\xff", "This is a picture, not a CSV file."),
    (b"SQLite format 3", "This is a database, not a CSV file."),
    (b"{\\rtf", f"This is a document (RTF), not a CSV file. {SAVE_AS}"),
)
JSON = "This is JSON, not a CSV file."
MARKUP = ((b"<", f"This is a web page or XML, not a CSV file. {SAVE_AS}"), (b"[{", JSON), (b'{"', JSON))
MARKUP_ENDS = {b"<": b">", b"[{": b":", b'{"': b":"}
CONTROLS = bytes({*range(32)} - {*b"\t\n\r\x1a"})
MOST_CONTROLS = 0.02  # of all bytes; text has none, a damaged export a few


def refuse_foreign(head: bytes) -> None:
    """Raise UnreadableTable for a file that is no text at all, or text that is no table."""
    if not head.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n"):
        raise UnreadableTable(0, "This file is empty.")
    for beginning, sentence in BEGINNINGS:
        if head.startswith(beginning):
            raise UnreadableTable(0, sentence)
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    first_line = text.partition(b"\n")[0]
    for beginning, sentence in MARKUP:
        if text.startswith(beginning) and MARKUP_ENDS[beginning] in first_line:
            raise UnreadableTable(0, sentence)


def refuse_binary(head: bytes) -> None:
    """Raise UnreadableTable for bytes that one-byte encodings could decode but nobody wrote."""
    written = head.rstrip(b"\0")  # the end of a file may have been made and never written
    controls = len(written) - len(written.translate(None, CONTROLS))
    if controls > max(2, len(written) * MOST_CONTROLS):
        raise UnreadableTable(0, "This is not a text file. Export the table as CSV and upload that.")
