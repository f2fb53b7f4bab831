"""The few words kutip says itself, in the language of the question. None of them claims a fact."""

_MONTHS = {
    "id": "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split(),
    "en": "January February March April May June July August September October November December".split(),
}
_PHRASES = {
    "id": {
        "abstained": "Dokumen-dokumen ini tidak memuat jawabannya.",
        "empty": "Belum ada dokumen di koleksi ini.",
        "as_of": "Per {date}: ",
        "in_year": "Pada {date}: ",
        "nothing_on": "Tidak ada keterangan tentang “{term}”.",
        "not_together": "“{term}” memang disebut, tetapi tidak bersama hal yang ditanyakan.",
        "no_year": "Tidak ada keterangan untuk tahun {year}.",
        "not_said": "Tidak ada kalimat yang menjawab pertanyaan ini.",
        "sources": "Sumber",
    },
    "en": {
        "abstained": "These documents don't say.",
        "empty": "There are no documents in this collection yet.",
        "as_of": "As of {date}: ",
        "in_year": "In {date}: ",
        "nothing_on": "Nothing is said about “{term}”.",
        "not_together": "“{term}” is mentioned, but not together with what was asked.",
        "no_year": "Nothing is said for the year {year}.",
        "not_said": "No sentence answers this question.",
        "sources": "Sources",
    },
}


def phrase(language: str, name: str, **values: str) -> str:
    """Return one of kutip's own phrases; any language but Indonesian is spoken to in English."""
    return _PHRASES["id" if language == "id" else "en"][name].format(**values)


def spoken_date(iso: str, language: str) -> str:
    """Return ``2025-10-29`` as ``29 Oktober 2025`` or ``29 October 2025``; reduced precision is kept."""
    parts = iso.split("-")
    names = _MONTHS["id" if language == "id" else "en"]
    words = [parts[0]]
    if len(parts) > 1:
        words.insert(0, names[int(parts[1]) - 1])
    if len(parts) > 2:
        words.insert(0, str(int(parts[2])))
    return " ".join(words)
