"""The families that a stemmer must join, and the words that it must keep apart."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.language.indonesian import is_root, looks_like_verb, stem

FAMILIES = {
    "kunjung": "kunjungan mengunjungi dikunjungi berkunjung kunjungi kunjungannya",
    "latih": "pelatihan melatih dilatih latihan berlatih",
    "pilih": "memilih pilihan dipilih pemilihan terpilih memilihnya",
    "kirim": "mengirim kiriman dikirim pengiriman mengirimkan",
    "tulis": "menulis tulisan penulis ditulis penulisan",
    "teliti": "penelitian meneliti diteliti peneliti",
    "periksa": "pemeriksaan memeriksa diperiksa",
    "layan": "pelayanan melayani dilayani layanan",
    "tangkap": "menangkap penangkapan ditangkap tangkapan",
    "bangun": "membangun dibangun pembangunan bangunan",
    "evakuasi": "mengevakuasi dievakuasi",
    "rusak": "kerusakan merusak dirusak",
    "jual": "penjualan dijual menjual terjual penjual",
    "uji": "ujian menguji pengujian diuji",
    "curi": "pencurian mencuri dicuri",
}
# Families whose root is an everyday word of another meaning meet, but not there.
APART_FROM_THEIR_ROOT = {
    "alam": "pengalaman mengalami dialami",
    "temu": "menemukan ditemukan penemuan temuan",
}


@pytest.mark.parametrize(("root", "words"), FAMILIES.items())
def test_families_meet_at_their_root(root: str, words: str) -> None:
    assert {word: stem(word) for word in [root, *words.split()]} == dict.fromkeys([root, *words.split()], root)


@pytest.mark.parametrize(("root", "words"), APART_FROM_THEIR_ROOT.items())
def test_families_meet_apart_from_a_root_of_another_meaning(root: str, words: str) -> None:
    assert len({stem(word) for word in words.split()}) == 1
    assert stem(root) not in {stem(word) for word in words.split()}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ketua", "tua"),
        ("kepala", "pala"),
        ("perdana", "dana"),
        ("terapi", "api"),
        ("beruang", "uang"),
        ("beruang", "ruang"),
        ("kerusakan", "rusa"),
        ("pemerintah", "perintah"),
        ("sekolah", "olah"),
        ("bulan", "bul"),
    ],
)
def test_words_of_other_meaning_stay_apart(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("memangkas", "pangkas"),  # mem- before a vowel: p
        ("menumbangi", "tumbangi"),  # men-: t
        ("menyedot", "sedot"),  # meny-: s
        ("mengelupas", "elupas"),  # meng-: as it is
        ("menggebrak", "gebrak"),
        ("banyuwangi", "banyuwangi"),  # names stay whole
        ("surabaya", "surabaya"),
        ("sudirman", "sudirman"),
        ("dan", "dan"),
        ("covid19", "covid19"),
    ],
)
def test_unknown_words(word: str, expected: str) -> None:
    assert stem(word) == expected


def test_clitics() -> None:
    assert {stem(word) for word in ("rumah", "rumahnya", "rumahku", "rumahmu", "rumahlah")} == {"rumah"}


def test_induced_roots_are_known_and_names_arent() -> None:
    assert is_root("kunjung")
    assert is_root("kunjungan")
    assert not is_root("banyuwangi")


def test_looks_like_verb() -> None:
    assert [looks_like_verb(word) for word in ("mengirim", "dikirim", "melatih", "rumah", "dilan")] == [
        True, True, True, False, False,
    ]  # fmt: skip


@given(st.text(alphabet="abdegiklmnprstuy", min_size=1, max_size=16))
def test_any_word_has_a_stem_and_known_ones_keep_theirs(word: str) -> None:
    found = stem(word)
    assert found.isalpha()
    if is_root(found):
        assert stem(found) == found


def test_long_words_take_no_time() -> None:
    started = time.perf_counter()
    stem("memper" * 20_000 + "kan")
    assert time.perf_counter() - started < 1
