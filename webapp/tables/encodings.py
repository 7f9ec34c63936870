"""Which encoding a file is in: by its mark, by being valid UTF-8, or by the letters that come out of it."""

import codecs
import re

from charset_normalizer import from_bytes

from webapp.tables.tables import ENCODINGS

MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
MOSTLY = 0.4
LEAST_IN_ASCII = 0.05  # of the letters of a table: digits, delimiters and line ends at least
LETTERS_OF_WINDOWS = 0xC0  # from here on; nearly all those of Mac Roman come before
NOT_ASCII = bytes(range(128, 256))
ENOUGH = 16 * 1024  # bytes to tell a language by
WORD = re.compile(rb"[A-Za-z\x80-\xff'-]*[\x80-\xff][A-Za-z\x80-\xff'-]*")  # with an accent: those without tell nothing

# Letters of names and places with their usual neighbours, in small letters. Each of them would be a sign or an
# unusual sequence in the other encoding, and each hit counts for its own.
CENTRAL = re.compile(
    r"(?<=[a-z])ą|ą(?=[a-z])|ś(?=[^\W\d_u])|(?<=[^\W\d_])ś\b|ź(?=[^\W\d_])|(?<=[^\W\d_])ź|ż(?=[^\W\d_])|(?<=[^\W\d_])ż"
    r"|ł(?=[^\W\d_])|(?<=[^\W\d_]{2})ł|(?<=[aeiouy])ć|ć\b|ć(?=w)|ę(?=[bcdgknpsz])|ę\b|ě(?=[^\W\d_])|ů(?=[^\W\d_])"
    r"|ň(?=[^\W\d_])|(?<=[^\W\d_])ń(?![aeiouáéíóú])|ř(?=[aeiouyáéíóúý])|č(?=[aeiouyáéíóúýěk])|ő(?!e)|ť"
    r"|ă(?=[^\W\d_oe])|(?<=[aeiou])[şţ](?=[^\W\d_])"
)
WESTERN = re.compile(
    r"ñ(?=[aeiouáéíóú])|ã(?=[oe])|õ(?=e)|å|ø(?![aeiouyáéíóú])|(?<=[^\W\d_aeiou])æ(?=[^\W\d_])|è(?=[bcdglmnpqrstvz])"
    r"|ê(?=[lmrtv])|[àòìù]\b|ï(?=[^\W\d_])|œ(?=u)|þ(?=[^\W\d_])|ð"
)
SIGN_IN_WORD = re.compile(r"(?<=[^\W\d_])[^\w\s\x00-\x7f’‘´`·–\x2d](?=[^\W\d_])|\ufffd")
LATIN_2_IN_1250 = re.compile(r"(?<=[a-zł])[±¶Ľ](?=[a-zł])|(?<=[a-zł])±")


def guess_encoding(head: bytes) -> tuple[str, str]:
    """A key of ENCODINGS, and a sentence that says why."""
    for mark, encoding in MARKS:
        if head.startswith(mark):
            return encoding, f"It begins with the mark of {ENCODINGS[encoding]}."
    if (unmarked := _unmarked_utf_16(head)) is not None:
        return unmarked, "Its zero bytes stand where UTF-16 has them."
    if head.isascii():
        return "utf-8-sig", "Its beginning holds only letters without accents, which are the same in most encodings."
    if _is_utf_8(head):
        return "utf-8-sig", "Its letters with accents are all valid UTF-8."
    right, wrong = _utf_8_sequences(head)
    if right > wrong:
        return "utf-8-sig", f"Most of its letters with accents are valid UTF-8; {wrong:,} bytes are not."
    words = b"\n".join(WORD.findall(head))[:ENOUGH]
    if _is_of_an_old_mac(head, words):
        return "mac-roman", f"Its rows end as on old Macs, whose letters are those of {ENCODINGS['mac-roman']}."
    encoding, reason = _by_letters(words)
    return encoding, f"{reason} Parts of it are UTF-8: it may be several files in one." if right else reason


def _unmarked_utf_16(head: bytes) -> str | None:
    even, odd = head[::2].count(0), head[1::2].count(0)
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    has_lines = re.search("[\r\n]", head.decode(encoding, errors="ignore"))
    least = len(head) / 2 * (LEAST_IN_ASCII if has_lines else MOSTLY)
    return None if max(even, odd) < least or min(even, odd) * 10 > max(even, odd) else encoding


def _is_utf_8(head: bytes) -> bool:
    """Whether all of it is; the last letter may be cut."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return True


def _utf_8_sequences(head: bytes) -> tuple[int, int]:
    """How many bytes belong to letters of several bytes, and how many belong to none."""
    text = head.decode("utf-8", errors="surrogateescape")
    wrong = sum("\udc80" <= letter <= "\udcff" for letter in text)
    return len(head) - len(head.translate(None, NOT_ASCII)) - wrong, wrong


def _is_of_an_old_mac(head: bytes, words: bytes) -> bool:
    """Whether rows end without a line feed, and letters stand where Windows has signs: "CSV (Macintosh)" in Excel."""
    in_words = words.translate(None, bytes(range(128)))
    return b"\n" not in head and sum(byte < LETTERS_OF_WINDOWS for byte in in_words) > len(in_words) / 2


def _by_letters(head: bytes) -> tuple[str, str]:
    central_text = head.decode("cp1250", errors="replace").lower()
    western_text = head.decode("cp1252", errors="replace").lower()
    central, western = len(CENTRAL.findall(central_text)), len(WESTERN.findall(western_text))
    if _looks_like_neither(western_text) and (other := _by_language(head)) is not None:
        return other, f"Its letters make most sense as {ENCODINGS[other]}."
    if central > western:
        encoding = "iso8859-2" if _is_latin_2(head, central_text) else "cp1250"
        return encoding, f"It is not UTF-8, and letters like ł, ą, č or ř come out as {ENCODINGS[encoding]}."
    if western > central:
        return "cp1252", f"It is not UTF-8, and letters like ñ, è, å or ø come out as {ENCODINGS['cp1252']}."
    return "cp1252", "It is not UTF-8, and the few letters with accents are the same in most Windows encodings."


def _is_latin_2(head: bytes, central_text: str) -> bool:
    """Whether the letters in which ISO 8859-2 and Windows-1250 differ are those of the former; it has none below A0."""
    return not any(0x80 <= byte <= 0x9F for byte in head) and bool(LATIN_2_IN_1250.search(central_text))


def _looks_like_neither(western_text: str) -> bool:
    """Whether signs stand inside words, or most letters have accents, as where another alphabet is meant."""
    accented = sum(letter > "\x7f" for letter in western_text)
    plain = sum("a" <= letter <= "z" for letter in western_text)
    return accented > plain * MOSTLY or len(SIGN_IN_WORD.findall(western_text)) > accented * MOSTLY


def _by_language(head: bytes) -> str | None:
    names = {name.replace("-", "_"): name for name in ENCODINGS if not name.startswith("utf")}
    best = from_bytes(head, cp_isolation=[*names]).best()
    return names.get(best.encoding) if best else None
