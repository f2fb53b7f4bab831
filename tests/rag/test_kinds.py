"""What kind of answer a question wants."""

import pytest

from index.language.analysis import tokens
from rag.kinds import Kind, is_method, kinds_of, speaker_of, without_tellers
from rag.terms import content_terms


@pytest.mark.parametrize(
    ("indonesian", "english", "kinds"),
    [
        ("Siapa kepala pelabuhan?", "Who runs the harbour?", {Kind.WHO}),
        ("Di mana kantor Rina?", "Where is the office?", {Kind.WHERE}),
        ("Kota mana yang punya dermaga?", "Which city has a pier?", {Kind.WHERE}),
        ("Kapan dermaga ditutup?", "When was the pier closed?", {Kind.WHEN}),
        ("Tahun berapa dermaga dibuka?", "In which year was the pier opened?", {Kind.WHEN}),
        ("Berapa penumpang feri?", "How many passengers came?", {Kind.HOW_MANY}),
        ("Lebih lama mana, feri atau rakit?", "Is the ferry's crossing longer?", {Kind.HOW_MANY}),
        ("Mengapa dermaga ditutup?", "Why was the pier closed?", {Kind.WHY}),
        ("Untuk apa alur dikeruk?", "What is the purpose of the dredging?", {Kind.WHY}),
        ("Apa saja isi kapal?", "What are the ship's goods?", {Kind.LIST}),
        ("Apa beda feri dan rakit?", "What is the difference of ferry and raft?", {Kind.COMPARE}),
        ("Apa kata Rina?", "What did Rina say?", {Kind.QUOTE}),
        ("Bagaimana cara petugas mengeruk alur?", "How do ships enter the port?", {Kind.HOW}),
        ("Apa kepanjangan DKS?", "What does DKS stand for?", {Kind.DEFINE}),
        (
            "Media mana saja yang memberitakan bahwa dermaga ditutup?",
            "Which outlets reported that the pier was closed?",
            {Kind.CORROBORATE},
        ),
        ("Apa tema pelatihan?", "What is the theme?", {Kind.WHAT}),
    ],
)
def test_every_kind_in_both_languages(indonesian: str, english: str, kinds: set[Kind]) -> None:
    assert kinds_of(indonesian) == kinds
    assert kinds_of(english) == kinds


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("How many passengers did the ferry carry?", {Kind.HOW_MANY}),
        ("Dari kota mana saja penumpang datang?", {Kind.WHERE, Kind.LIST}),
        ("Siapa saja yang hadir?", {Kind.WHO, Kind.LIST}),
        ("Apa beda pesan Rina dan pesan Hendra?", {Kind.COMPARE, Kind.QUOTE}),
        ("Menurut berbagai media, berapa penumpang feri?", {Kind.CORROBORATE, Kind.HOW_MANY}),
        ("According to both newspapers, when did the pier close?", {Kind.CORROBORATE, Kind.WHEN}),
    ],
)
def test_kinds_together(text: str, kinds: set[Kind]) -> None:
    assert kinds_of(text) == kinds


@pytest.mark.parametrize(
    ("question", "thing"),
    [
        ("Media mana saja yang memberitakan bahwa dermaga Tanjung Sawo ditutup?", "dermaga Tanjung Sawo ditutup?"),
        ("Sumber mana yang menyebutkan bahwa dermaga ditutup?", "dermaga ditutup?"),
        ("Which outlets reported that the pier closed?", "the pier closed?"),
        ("How many sources say that the pier closed?", "the pier closed?"),
        ("Menurut berbagai media, berapa penumpang feri?", ", berapa penumpang feri?"),
    ],
)
def test_who_tells_a_thing_is_taken_off_it(question: str, thing: str) -> None:
    assert without_tellers(question) == thing


@pytest.mark.parametrize(
    "question",
    [
        "Sumber energi apa yang dipakai dermaga?",
        "Apa sumber listrik pelabuhan?",
        "Laporan apa yang diserahkan Rina?",
        "Which reports were filed by the harbour?",
        "Apakah media setempat diundang?",
        "Siapa yang memberitakan kabar itu?",
    ],
)
def test_sources_and_reports_that_are_asked_about_stay(question: str) -> None:
    assert without_tellers(question) == question
    assert Kind.CORROBORATE not in kinds_of(question)


@pytest.mark.parametrize(
    ("word", "kinds", "method"),
    [
        ("alasan", set(), True),
        ("difference", set(), True),
        ("dermaga", set(), False),
        ("Long", set(), False),  # a name
        ("harga", set(), False),
        ("harga", {Kind.HOW_MANY}, True),
        ("kota", {Kind.HOW_MANY}, False),
        ("kota", {Kind.WHERE}, True),
    ],
)
def test_words_that_say_what_kind_of_answer_is_wanted(word: str, kinds: set[Kind], method: bool) -> None:
    [term] = [term for term in content_terms(f"soal {word}", "id") if term.text == word]
    assert is_method(term, frozenset(kinds)) is method


def test_a_phrase_is_no_method_word() -> None:
    [term] = content_terms("prime minister", "en")
    assert not is_method(term)


@pytest.mark.parametrize(
    ("question", "language", "speaker"),
    [
        ("Apa kata Rina Lestari tentang Tanjung Sawo?", "id", {"rina", "lestari"}),
        ("Apa yang disampaikan Hendra Prasmoko kepada Rina?", "id", {"hendra", "prasmoko"}),
        ("What did Rina Lestari say about Tanjung Sawo?", "en", {"rina", "lestari"}),
        ("Apa kata petugas tentang dermaga?", "id", set()),
        ("Siapa Rina Lestari?", "id", set()),
    ],
)
def test_the_speaker_is_the_name_beside_the_word_of_speech(question: str, language: str, speaker: set[str]) -> None:
    assert speaker_of(tokens(question, language)) == speaker
