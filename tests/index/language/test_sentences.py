"""Where sentences and paragraphs end."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.language.sentences import is_heading, paragraph_spans, sentence_spans
from tests.index.spans import check_spans

PROSE = st.text(alphabet=st.sampled_from(list("aA1 .!?…\"“”'’«»()-•\n\t\r\x0b\x85\u2028\xa0éß中;,")), max_size=300)


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Satu. Dua! Tiga? Empat", ["Satu.", "Dua!", "Tiga?", "Empat"]),
        ("Dr. H. Ahmad Syafii, S.H., tiba. Ia pulang.", ["Dr. H. Ahmad Syafii, S.H., tiba.", "Ia pulang."]),
        ("Ia tinggal di Jl. Merdeka No. 5 Jakarta.", ["Ia tinggal di Jl. Merdeka No. 5 Jakarta."]),
        ("Mr. J. R. Smith met Prof. Lee. They talked.", ["Mr. J. R. Smith met Prof. Lee.", "They talked."]),
        ("Harganya Rp1.250.000 per unit. Mahal.", ["Harganya Rp1.250.000 per unit.", "Mahal."]),
        ("Lihat kutip.id untuk lanjutan.", ["Lihat kutip.id untuk lanjutan."]),
        ('"Kami siap. Semua siap," kata Budi. Ia pergi.', ['"Kami siap. Semua siap," kata Budi.', "Ia pergi."]),
        ("“Ya! Tentu,” ujar Ani.", ["“Ya! Tentu,” ujar Ani."]),
        ('Ia berkata "Ya." Lalu pergi.', ['Ia berkata "Ya."', "Lalu pergi."]),
        ('Pipa 5" itu bocor. Air keluar.', ['Pipa 5" itu bocor.', "Air keluar."]),
        ("1. Pertama datang. 2. Kedua pergi.", ["1. Pertama datang.", "2. Kedua pergi."]),
        ("Tunggu... Baik.", ["Tunggu...", "Baik."]),
        ("Judul Berita\n\nIsi berita.", ["Judul Berita", "Isi berita."]),
        ("Judul Berita\nIsi berita.", ["Judul Berita", "Isi berita."]),
        ("", []),
        (" \n\t ", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_hard_wrapped_text_is_joined() -> None:
    text = (
        "Presiden membuka jembatan baru yang menghubungkan dua\n"
        "kota di pesisir utara pulau itu pada hari Senin dan\n"
        "mengatakan bahwa pembangunannya selesai lebih cepat\n"
        "daripada yang direncanakan semula. Warga menyambut\n"
        "peresmian itu.\n"
        "- Panjangnya 2 km\n"
        "- Lebarnya 20 m\n"
    )
    paragraphs = [text[start:end] for start, end in paragraph_spans(text)]
    assert paragraphs == [text[: text.index("\n- P")], "- Panjangnya 2 km", "- Lebarnya 20 m"]
    assert sentences(text)[1] == "Warga menyambut\nperesmian itu."


def test_unbalanced_and_overlong_quotations_dont_swallow_the_text() -> None:
    text = '"' + "Kalimat ini biasa. " * 100
    assert len(sentences(text)) == 100


def test_a_sentence_without_end_is_cut_at_white_space() -> None:
    found = sentences("kata " * 1000)
    assert max(map(len, found)) <= 1200
    assert {word for sentence in found for word in sentence.split()} == {"kata"}


@pytest.mark.parametrize(
    ("line", "expected"),
    [("Latar Belakang", True), ("Ini sebuah kalimat.", False), ("", False), ("Daftar:", False), ("kata " * 15, False)],
)
def test_is_heading(line: str, expected: bool) -> None:
    assert is_heading(line) is expected


@given(PROSE | st.text(max_size=300))
def test_sentence_spans_are_a_partition(text: str) -> None:
    check_spans(text, sentence_spans(text))
    check_spans(text, paragraph_spans(text))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("x" * 1_000_000, id="without spaces"),
        pytest.param('a " ' * 100_000, id="quotes"),
        pytest.param("Ya. " * 100_000, id="short sentences"),
        pytest.param("Ya.\n" * 100_000, id="short lines"),
        pytest.param("." * 1_000_000 + "x", id="full stops"),
        pytest.param('."' * 300_000 + "x", id="stops and quotes"),
        pytest.param("a" + " " * 1_000_000 + "b", id="spaces"),
        pytest.param("“" * 500_000, id="opened quotations"),
        pytest.param("A. " * 200_000, id="initials"),
    ],
)
def test_time_is_linear(text: str) -> None:
    started = time.perf_counter()
    check_spans(text, sentence_spans(text))
    assert time.perf_counter() - started < 5
