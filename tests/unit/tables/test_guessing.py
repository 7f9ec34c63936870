"""What a file is written in: guessed right for what spreadsheets of many countries write."""

import pytest

from webapp.tables import DELIMITERS, Dialect, UnreadableTable, guess

POLISH = ["Łukasz Wójcik", "Małgorzata Święta", "Paweł Źródlany", "Stanisław Dąbrowski", "Józef Piłsudski"]
CZECH = ["Jiří Novák", "Tomáš Dvořák", "Kateřina Křížová", "Zdeněk Růžička", "Lukáš Černý"]
HUNGARIAN = ["Szűcs Ágnes", "Kőszegi Ödön", "Tóth Gábor", "Petőfi Sándor"]
GERMAN = ["Jörg Müller", "Anja Schäfer", "Björn Weiß", "Jürgen Groß"]
FRENCH = ["François Lefèvre", "Hélène Besançon", "Gaëlle Château", "Noël Crépin"]
SPANISH = ["José Muñoz", "María Ibáñez", "Lucía Peña", "Ángel Gómez"]
PORTUGUESE = ["João Gonçalves", "Conceição Araújo", "Luís Simões"]
DANISH = ["Søren Kjær", "Jørgen Sørensen", "Åse Bøgh"]
RUSSIAN = ["Иван Петров", "Ольга Смирнова", "Сергей Иванов"]
GREEK = ["Γιώργος Παπαδόπουλος", "Μαρία Νικολάου"]
PLAIN = ["John Smith", "Bob Stone"]


def table(names: list[str], *, plain_rows: int = 0, delimiter: str = ",") -> str:
    rows = [f"crm-{number}{delimiter}{name}" for number, name in enumerate(names * 5 + PLAIN * plain_rows)]
    return "\r\n".join([f"source_id{delimiter}name", *rows, ""])


@pytest.mark.parametrize(
    ("written", "guessed"),
    [
        ("utf-8", "utf-8-sig"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
    ],
)
@pytest.mark.parametrize("names", [POLISH, GERMAN, RUSSIAN, PLAIN], ids=["polish", "german", "russian", "plain"])
def test_unicode(names: list[str], written: str, guessed: str):
    assert guess(table(names).encode(written)).dialect == Dialect(guessed, ",")


def test_utf_16_with_its_high_byte_first_and_a_mark():
    assert guess(b"\xfe\xff" + table(POLISH).encode("utf-16-be")).dialect.encoding == "utf-16"


@pytest.mark.parametrize("plain_rows", [0, 1_000], ids=["everywhere", "in a few rows"])
@pytest.mark.parametrize(
    ("names", "encoding"),
    [
        (POLISH, "cp1250"),
        (POLISH, "iso8859-2"),
        (CZECH, "cp1250"),
        (HUNGARIAN, "cp1250"),
        (GERMAN, "cp1252"),
        (FRENCH, "cp1252"),
        (SPANISH, "cp1252"),
        (PORTUGUESE, "cp1252"),
        (DANISH, "cp1252"),
        (RUSSIAN, "cp1251"),
        (GREEK, "cp1253"),
    ],
)
def test_encodings_of_one_byte(names: list[str], encoding: str, plain_rows: int):
    written = table(names, plain_rows=plain_rows)
    assert guess(written.encode(encoding)).dialect.encoding == encoding


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_unmarked_utf_16_with_few_letters_of_ascii(encoding: str):
    rows = [f"{number};Ирина Петрова;Москва" for number in range(10)]
    assert guess("\n".join(["номер;имя;город", *rows]).encode(encoding)).dialect == Dialect(encoding, ";")


def test_a_stray_zero_byte_does_not_make_another_encoding():
    assert guess(b"source_id,name\r\n1,An\0na\r\n\0\0\0").dialect.encoding == "utf-8-sig"


def test_several_files_in_one_are_said_to_be():
    mixed = table(FRENCH).encode("cp1252") + "9,Żaneta\r\n".encode()
    found = guess(mixed)
    assert found.dialect.encoding == "cp1252"
    assert "it may be several files in one" in found.reasons[0]


def test_a_utf_8_letter_cut_by_the_end_of_what_is_looked_at():
    whole = ("name\n" + "Ł" * 300_000).encode()
    assert {guess(whole[:size]).dialect.encoding for size in (100, 101)} == {"utf-8-sig"}


def test_a_few_damaged_letters_do_not_make_another_encoding():
    damaged = table(POLISH).encode() + b"crm-9,Ma\xb3gorzata\r\n"
    assert guess(damaged).dialect.encoding == "utf-8-sig"


@pytest.mark.parametrize("delimiter", DELIMITERS)
def test_delimiters(delimiter: str):
    assert guess(table(GERMAN, delimiter=delimiter).encode()).dialect.delimiter == delimiter


def test_the_delimiter_that_cuts_the_rows_evenly_wins():
    rows = ['crm-1;"Smith; Anna";1,5', "crm-2;Bob, the builder;12,5,7", "crm-3;Eve;0"] * 20
    assert guess("\n".join(["id;name;points", *rows]).encode()).dialect.delimiter == ";"


def test_a_file_can_name_its_delimiter():
    assert guess(b"sep=;\r\na,b;c\r\n1,2;3\r\n").dialect.delimiter == ";"


def test_the_reasons_are_sentences():
    for reason in guess(table(POLISH, delimiter=";").encode("cp1250")).reasons:
        assert reason.endswith(".")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n", "empty"),
        (b"PK\x03\x04" + bytes(50), "workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "old Excel"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\x1f\x8b\x08\x00", "compressed"),
        (b"\x89PNG\r\n", "picture"),
        (b"<!DOCTYPE html><html>", "web page"),
        (b'[{"id": 1}]', "JSON"),
        (b'{"id": 1}\n{"id": 2}', "JSON"),
        (bytes(range(1, 256)) * 20, "not a text file"),
    ],
)
def test_what_is_no_table_is_refused(content: bytes, words: str):
    with pytest.raises(UnreadableTable, match=words):
        guess(content)


@pytest.mark.parametrize("names", [GERMAN, FRENCH, SPANISH, DANISH], ids=["german", "french", "spanish", "danish"])
@pytest.mark.parametrize(("written", "guessed"), [("mac-roman", "mac-roman"), ("cp1252", "cp1252")])
def test_line_ends_of_old_macs_tell_their_letters_only_where_these_agree(names: list[str], written: str, guessed: str):
    content = table(names, delimiter=";").replace("\r\n", "\r").encode(written)
    assert guess(content).dialect == Dialect(guessed, ";")
