"""From bytes to text, whatever the charset: BOM, declaration, strict UTF-8, Windows-1252, then a guess."""

import codecs
import re

from charset_normalizer import from_bytes

from index.errors import UnreadableFileError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive (or a Word, Excel or PowerPoint file)"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x7fELF", "a program"),
    (b"\xd0\xcf\x11\xe0", "an old Microsoft Office file"),
    (b"SQLite format 3", "an SQLite database"),
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


# What web pages may declare (the Encoding standard's, roughly). Python's other codecs aren't charsets.
_DECLARABLE = re.compile(
    r"utf-?8|us-ascii|iso-?8859-?\d{1,2}|latin-?\d|windows-?\d{3,4}|cp\d{3,4}|koi8-[ru]|mac\w*|gb\w+|big5\w*"
    r"|euc-\w+|shift_?jis|sjis|iso-2022-\w+|tis-620",
    re.IGNORECASE,
)
_LATIN = re.compile(r"us-ascii|latin-?1|iso-?8859-?1", re.IGNORECASE)  # on the web these mean Windows-1252


def decode(data: bytes, declared: str | None = None) -> str:
    """Return ``data`` as text whose lines end as on Unix.

    ``declared`` is the charset the format names itself (an HTML ``meta``), if any. Raises
    :class:`UnreadableFileError` when the bytes are no text.
    """
    for signature, what in _SIGNATURES:
        if data.startswith(signature):
            raise UnreadableFileError(f"The file is {what}, not text.")
    text = _decode(data, declared)
    sample = text[:100_000]
    if len(_CONTROL.findall(sample)) > 0.005 * len(sample):
        raise UnreadableFileError("The file holds binary data, not text.")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def _decode(data: bytes, declared: str | None) -> str:
    attempts = [*[charset for bom, charset in _BOMS if data.startswith(bom)][:1], "utf-8"]
    if declared and _DECLARABLE.fullmatch(declared):
        # What reads as UTF-8 is UTF-8 whatever it declares, unless the charset is written in ASCII.
        ascii_only = declared.lower().startswith("iso-2022")
        attempts.insert(0 if ascii_only else len(attempts), "cp1252" if _LATIN.fullmatch(declared) else declared)
    for charset in attempts:
        try:
            return data.decode(charset)
        except (UnicodeDecodeError, LookupError):
            continue  # a wrong declaration is common: the next reading decides
    if b"\0" in data:
        raise UnreadableFileError("The file holds binary data, not text.")
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        best = from_bytes(data[:200_000]).best()
    if best is None:
        raise UnreadableFileError("The file's charset can't be told; save it as UTF-8 and try again.")
    return data.decode(best.encoding, errors="replace")
