"""What kind of answer a question wants, by the words it is asked with."""

import re
from collections.abc import Sequence
from enum import StrEnum

from index.language.analysis import Token, is_stopword
from rag.aliases import OFFICES
from rag.terms import Term


class Kind(StrEnum):
    """What a sentence has to hold in order to answer."""

    WHO = "who"
    WHERE = "where"
    WHEN = "when"
    HOW_MANY = "how_many"
    WHY = "why"
    LIST = "list"
    COMPARE = "compare"
    QUOTE = "quote"
    HOW = "how"
    DEFINE = "define"
    CORROBORATE = "corroborate"
    AUTHOR = "author"
    WHAT = "what"


_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE | re.VERBOSE))
    for kind, pattern in (
        (
            Kind.COMPARE,
            r"""\b(?:banding\w*|dibanding\w*|perbanding\w*|perbedaan\w*|berbeda|beda\w*
            |compare[ds]?|comparison|difference\w*|differ|versus|vs)\b""",
        ),
        (
            Kind.QUOTE,
            r"""\b(?:(?:ber|per|di)?kata\w*|mengatakan\w*|ucap\w*|diucap\w*|mengucap\w*|ujar\w*|(?:ber)?komentar\w*
            |(?:me|di)?tanggap\w*|pendapat\w*|berpendapat|(?:per|me)?nyata(?:an|kan)\w*|pesan|kesan\w*|(?:me|di)?kutip\w*
            |menurut|(?:me|di)(?:ny|s)ampaikan|(?:di)?tutur\w*|pandangan\w*|bilang|ngomong|ungkap\w*|(?:meng|di)ungkap\w*
            |said|says?|quote\w*|comment\w*|opinion|statement|according\s+to|impress\w*|(?:think|thought)\s+(?:of|about)
            |told)\b""",
        ),
        (
            Kind.HOW,
            r"""\b(?:(?:bagaimana|gimana)\s+(?:cara\w*|\w+\s+(?:(?:me|di|ber|ter)\w{3,}))|dengan\s+(?:cara\s+)?(?:apa|bagaimana)
            |(?:lewat|melalui|pakai|menggunakan|memakai)\s+apa|how\s+(?:did|do|does|was|were|is|are|can|could|will|would)
            |by\s+what\s+means|in\s+what\s+way)\b""",
        ),
        (
            Kind.DEFINE,
            r"""\b(?:kepanjangan\w*|singkatan\w*|akronim\w*|apa(?:kah)?\s+itu\b|(?:yang\s+)?dimaksud|apa\s+arti\w*|definisi\w*
            |stands?\s+for|short\s+for|acronym|abbreviation|definition|meaning\s+of
            |(?:apa\s+)?jabatan\w*|posisi(?:nya)?\b|position\b|job\s+title)""",
        ),
        (
            Kind.AUTHOR,
            r"""\b(?:pewarta\w*|penulis(?:nya)?\s+(?:berita|artikel|laporan)|editor(?:nya)?|redaktur\w*
            |(?:siapa|who)\b.{0,60}\b(?:(?:menulis|ditulis)\s+(?:berita|artikel|laporan)|wrote|written)\b
            |(?:berita|artikel|laporan)\b.{0,80}\bditulis\s+(?:oleh\s+)?siapa|author\s+of)\b""",
        ),
        (
            Kind.LIST,
            r"""\b(?:(?:apa|siapa|mana)\s*-?\s*saja|sebutkan|daftar\w*|list
            |which\s+\w+(?:\s+\w+){0,4}\s+(?:are|were|have)\b|what\s+are|what\s+were|who\s+are|who\s+were
            |(?:dua|tiga|empat|lima|enam|tujuh|delapan|two|three|four|five|six|seven|eight)\s+[a-z]+)\b""",
        ),
        (
            Kind.WHY,
            r"""\b(?:mengapa\w*|kenapa|(?:untuk|guna|demi|buat)\s+apa|what\s+for|alasan\w*|sebab\w*|penyebab\w*|tujuan\w*
            |why|reasons?|causes?|purpose|goals?|aims?)\b""",
        ),
        (
            Kind.WHEN,
            r"""\b(?:kapan\w*|bilamana|(?:tanggal|tahun|bulan|hari|pukul|jam|waktu)\s+(?:berapa|apa)|when
            |(?:what|which)\s+(?:date|year|day|month|time))\b""",
        ),
        (
            Kind.HOW_MANY,
            r"""\b(?:berapa\w*|seberapa|jumlah|lebih\s+(?:lama|banyak|sedikit|mahal|murah|besar|kecil)
            |(?:banding\w*|beda\w*|perbedaan)\s+(?:lama|banyak|jumlah|harga|biaya)\w*|lamanya|durasi\w*|duration
            |how\s+(?:many|much|long|often|far|old|large|big)|number\s+of|(?:longer|larger|bigger|fewer|more))\b""",
        ),
        (Kind.WHO, r"\b(?:siapa\w*|who|whom|whose)\b"),
        (
            Kind.WHERE,
            r"""\b(?:(?:di|ke|dari)\s?mana|where
            |(?:kota|negara|daerah|kabupaten|provinsi|desa|tempat|lokasi)\s+(?:mana|apa)
            |(?:what|which)\s+(?:cit(?:y|ies)|countr(?:y|ies)|places?|towns?|regions?|villages?|locations?|areas?|sites?))\b""",
        ),
    )
)
_OUTLETS = r"""(?:media|sumber|outlet|portal|koran|surat\s+kabar|kantor\s+berita|artikel|berita|laporan|pemberitaan
    |outlets?|sources?|newspapers?|articles?|reports?|stories|publications?|news(?:\s+sites?)?)\b"""
_TELLING = r"""(?:(?:mem|di)beritakan|(?:me|di)laporkan|(?:me|di)(?:ny|s)ebut(?:kan)?|(?:menulis|ditulis)(?:kan)?
    |(?:meng|di)kabarkan|mengatakan|(?:me|di)muat|mengutip|sepakat|senada|report(?:s|ed|ing)?|sa(?:y|ys|id)|tells?|told|mention(?:s|ed)?
    |confirm(?:s|ed)?|agree[ds]?|cover(?:s|ed)?|wr(?:ite|ote)|carr(?:y|ied))\b"""
_JOINED = (
    r"(?:\s+(?:yang|sama-sama|itu|that|have|has|had|also|juga|telah|turut|lain|berbeda|besar|lokal|nasional|saja)\b)*"
)
# What asks who tells a thing rather than for the thing: "media mana saja yang memberitakan bahwa …". Words such as
# "sumber apa" and "which reports" mean it only beside a verb of telling.
_TELLERS = re.compile(
    rf"""\b(?:(?:menurut|dari|oleh|according\s+to|by)\s+(?:kedua|ketiga|dua|tiga|all|both|two|three)\s+(?:the\s+)?{_OUTLETS}{_JOINED}
    |(?:(?:menurut|dari|di|oleh|according\s+to|by|in)\s+)?(?:
    (?:berbagai|beberapa|berapa(?:\s+banyak)?|sejumlah|how\s+many|several|multiple|various|different|other|many)\s+(?:(?:different|news|independent)\s+)*{_OUTLETS}
    {_JOINED}(?:\s+{_TELLING})?
    |(?:{_OUTLETS}\s+(?:\w+\s+)?(?:mana|apa|saja)\b
    |(?:kedua|ketiga|dua|tiga|all|both|two|three|which|what)\s+(?:(?:the|different|news|of)\s+)*{_OUTLETS}){_JOINED}\s+{_TELLING}
    |(?:media|outlets?)\s+(?:mana|apa)\b{_JOINED}
    ))(?:\s+(?:bahwa|soal|tentang|mengenai|that|about|on)\b)*""",
    re.IGNORECASE | re.VERBOSE,
)
_TOLD = re.compile(
    r"""\b(?:(?:di|mem)beritakan|(?:di|me)laporkan|hal\s+(?:yang\s+)?sama|the\s+same(?:\s+thing)?|dikonfirmasi
    |(?:is|was|been)\s+reported|reported|confirmed|selain\s+\w+|lebih\s+dari\s+satu|more\s+than\s+one)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_SPEECH = re.compile(dict(_PATTERNS)[Kind.QUOTE].pattern, re.IGNORECASE | re.VERBOSE)
# Words that say what kind of answer is wanted and are rarely met in the answer itself.
METHOD = frozenset(
    """jabatan posisi position job title pewarta wartawan jurnalis reporter editor alasan sebab penyebab beda perbedaan
    banding bandingkan kata jumlah orang terjadi jadi lama tulis tanggap komentar pendapat kesan pernyataan peran sebut
    ubah nama tanggal panjang kepanjangan singkatan akronim sampai ungkap cara bilang ngomong lamanya durasi duration
    reason compare difference say said people number list happen long role write written change acronym kind type sort
    jenis macam abbreviation stand short name date way longer told think thought quote comment opinion impression view
    reaction respond response tanggapan ucapan ungkapan pandangan reaksi respons sikap kutipan katakan sampaikan
    disampaikan menyampaikan dikatakan diucapkan diungkapkan mengungkapkan disebut penjelasan keterangan""".split()
)
# A place answers them without being called one.
_PLACES = frozenset(
    """kota negara daerah tempat lokasi kabupaten provinsi wilayah desa kawasan city country place location town region
    area village province nation""".split()
)
# A sum of money answers them whether or not the text calls it so.
_PRICE = frozenset("biaya harga tarif ongkos bayar cost price fee pay".split())


def kinds_of(question: str) -> frozenset[Kind]:
    """Return what a sentence has to hold in order to answer; ``WHAT`` when nothing says so."""
    asked = without_tellers(question)
    found = {kind for kind, pattern in _PATTERNS if pattern.search(asked)}
    if _TELLERS.search(question):
        found.add(Kind.CORROBORATE)
    if Kind.WHEN in found:
        found.discard(Kind.HOW_MANY)  # "tahun berapa" asks for a time
    if found & {Kind.WHO, Kind.WHEN, Kind.WHERE, Kind.HOW_MANY, Kind.WHY}:
        found.discard(Kind.HOW)  # "how many did …"
    return frozenset(found or {Kind.WHAT})


def speaker_of(words: Sequence[Token]) -> frozenset[str]:
    """Return the stems of the name beside a question's word of speech ("Apa kata *Rina* …"), or none."""
    cues = [at for at, word in enumerate(words) if _SPEECH.fullmatch(word.text)]
    named = [at for at, word in enumerate(words) if word.is_name and not is_stopword(word.raw) and at not in cues]
    if not cues:
        return frozenset()
    if not named:
        return _office_beside(words, cues)
    at = min(named, key=lambda place: min(abs(place - cue) for cue in cues))
    first = last = at
    while first - 1 in named:
        first -= 1
    while last + 1 in named:
        last += 1
    return frozenset(word.stem for word in words[first : last + 1])


def _office_beside(words: Sequence[Token], cues: Sequence[int]) -> frozenset[str]:
    """Return the stems of an office in small letters beside a word of speech ("kata *kepala balai*")."""
    for at, word in enumerate(words):
        if word.raw not in OFFICES:
            continue
        end = at + 1
        while end < len(words) and not is_stopword(words[end].raw) and end not in cues:
            end += 1
        if at - 1 in cues or end in cues:
            return frozenset(token.stem for token in words[at:end])
    return frozenset()


def without_tellers(question: str) -> str:
    """Return a question without the words that ask who tells a thing, if it has any: what is left is the thing."""
    if not _TELLERS.search(question):
        return question
    rest = _TOLD.sub(" ", _TELLERS.sub(" ", question))
    return " ".join(rest.split())


def is_method(term: Term, kinds: frozenset[Kind] = frozenset()) -> bool:
    """Tell whether a term says what kind of answer is wanted rather than what about."""
    if len(term.own) != 1 or term.is_name:
        return False
    words = METHOD | (_PRICE if Kind.HOW_MANY in kinds else set()) | (_PLACES if Kind.WHERE in kinds else set())
    return term.text.casefold() in words or term.own[0] in words
