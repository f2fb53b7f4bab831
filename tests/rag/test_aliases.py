"""Acronyms, offices and pronouns as a document introduces them."""

import pytest

from rag.aliases import aliases, begins_with_pronoun


def _acronyms(text: str, language: str = "id") -> dict[str, tuple[str, ...]]:
    return dict(aliases(text, language).acronyms)


def _titles(text: str, language: str = "id") -> dict[str, frozenset[str]]:
    return dict(aliases(text, language).titles)


@pytest.mark.parametrize(
    ("text", "language", "short", "long"),
    [
        ("Dinas Kelautan Sawo (DKS) membuka kantor.", "id", "dks", ("dinas", "laut", "sawo")),
        ("DKS (Dinas Kelautan Sawo) membuka kantor.", "id", "dks", ("dinas", "laut", "sawo")),
        ("Kantor itu dijaga Balai Teknologi Pesisir (BTP).", "id", "btp", ("balai", "teknologi", "pesisir")),
        ("The Harbour Training Board (HTB) met.", "en", "htb", ("harbour", "train", "board")),
        ("HTB (Harbour Training Board) met.", "en", "htb", ("harbour", "train", "board")),
    ],
)
def test_initials_before_and_behind_what_they_stand_for(
    text: str, language: str, short: str, long: tuple[str, ...]
) -> None:
    assert _acronyms(text, language) == {short: long}


def test_syllables_make_an_acronym_too() -> None:
    assert _acronyms("Kementerian Pesisir Laut (Kemenpel) hadir.") == {"kemenpel": ("kementerian", "pesisir", "laut")}


def test_stop_words_inside_belong_to_what_it_stands_for() -> None:
    found = _acronyms("Dinas Kelautan dan Pesisir (DKP) hadir.")
    assert found == {"dkp": ("dinas", "laut", "dan", "pesisir")}


@pytest.mark.parametrize(
    "text",
    [
        "Rina Lestari (Ketua) datang ke Tanjung Sawo.",
        "Hujan turun di Tanjung Sawo (Kamis).",
        "Kapal besar (ABC) berlabuh.",
        "Tarifnya (2025) naik.\nDinas Kelautan\n(DK)",  # what an acronym stands for is on its own line
    ],
)
def test_not_everything_in_brackets_is_an_acronym(text: str) -> None:
    assert _acronyms(text) == {}


@pytest.mark.parametrize(
    ("text", "language", "title"),
    [
        ("Kepala Pelabuhan Sawo Rina Lestari datang.", "id", {"kepala", "pelabuhan", "sawo"}),
        ("Kepala Pelabuhan Sawo, Rina Lestari, datang.", "id", {"kepala", "pelabuhan", "sawo"}),
        ("Wakil Bupati Sawo Rina Lestari datang.", "id", {"wakil", "bupati", "sawo"}),
        ("Rina Lestari, perwakilan Balai Kapal Sawo, datang.", "id", {"perwakilan", "balai", "kapal", "sawo"}),
        ("Mereka memilih Rina Lestari, ketua Balai Sawo", "id", {"ketua", "balai", "sawo"}),
        ("Rina Lestari, head of the Sawo harbour, came.", "en", {"head"}),
        ("Mayor Rina Lestari came.", "en", {"mayor"}),
    ],
)
def test_offices_before_and_behind_a_name(text: str, language: str, title: set[str]) -> None:
    assert _titles(text, language) == {"rina": title, "lestari": title}


def test_an_office_before_a_name_is_its_own_although_another_name_stands_before() -> None:
    found = _titles("In Sawo Bay, coach Rina Lestari, 40, said so.", "en")
    assert found == {"rina": {"coach"}, "lestari": {"coach"}}


def test_offices_of_one_person_add_up() -> None:
    found = _titles("Kepala Pelabuhan Sawo, Rina Lestari, datang.\n\nKetua Koperasi Kemuning, Rina Lestari, bicara.")
    assert found["lestari"] == {"kepala", "pelabuhan", "sawo", "ketua", "koperasi", "kemuning"}


def test_two_people_keep_their_offices() -> None:
    found = _titles("Kepala Pelabuhan Sawo, Rina Lestari, menyambut Bupati Kemuning, Hendra Prasmoko.")
    assert found["rina"] == {"kepala", "pelabuhan", "sawo"}
    assert found["prasmoko"] == {"bupati", "kemuning"}


@pytest.mark.parametrize("text", ["", "Hujan turun di pantai sejak pagi. Rina Lestari pulang.", "guru datang"])
def test_a_plain_text_introduces_nobody(text: str) -> None:
    found = aliases(text, "id")
    assert (found.acronyms, found.titles) == ((), ())


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("Ia pulang.", True),
        ("“Dia pulang,” kata petugas.", True),
        ("Mereka menunggu kapal.", True),
        ("Menurutnya, dermaga aman.", True),
        ("Menurut dia, dermaga aman.", True),
        ("She left.", True),
        ("Their ship left.", True),
        ("Menurut Rina, dermaga aman.", False),
        ("Iaitu kapal feri.", False),
        ("Theresa left.", False),
        ("Kapal yang ia tunggu datang.", False),
        ("", False),
    ],
)
def test_sentences_that_begin_with_a_pronoun(text: str, begins: bool) -> None:
    assert begins_with_pronoun(text) is begins
