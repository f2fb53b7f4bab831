import pytest

from rag.answer import Turn
from rag.question import Kind, question_language, understand


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Siapa kepala pelabuhan?", {Kind.WHO}),
        ("Kapan dermaga dibuka?", {Kind.WHEN}),
        ("Tahun berapa dermaga dibuka?", {Kind.WHEN}),
        ("Berapa penumpang tahun lalu?", {Kind.HOW_MANY}),
        ("Di mana kantornya?", {Kind.WHERE}),
        ("Mengapa dermaga ditutup?", {Kind.WHY}),
        ("Apa saja syaratnya?", {Kind.LIST}),
        ("Dari negara mana saja pesertanya?", {Kind.LIST, Kind.WHERE}),
        ("Apa kata Rina tentang alur?", {Kind.QUOTE}),
        ("Bandingkan 2019 dan 2025", {Kind.COMPARE}),
        ("Who founded the hatchery?", {Kind.WHO}),
        ("Why was it founded?", {Kind.WHY}),
        ("How many visitors came?", {Kind.HOW_MANY}),
        ("Apa tema pelatihan?", {Kind.WHAT}),
    ],
)
def test_kinds(text: str, kinds: set[Kind]) -> None:
    assert understand(text).kinds == kinds


@pytest.mark.parametrize(
    ("text", "focus"),
    [
        ("Siapa direktur sekolah itu?", "direktur"),
        ("Berapa alumni yang ikut lokakarya?", "alumni"),
        ("Data apa yang bisa dimonitor?", "Data"),
        ("Who is the mayor of Sawo?", "mayor"),
        ("Sekolah Sawo berbasis di mana?", None),
    ],
)
def test_focus_is_the_term_the_question_word_asks_about(text: str, focus: str | None) -> None:
    found = understand(text).focus
    assert (found.text if found else None) == focus


def test_a_phrase_that_begins_with_a_method_word_is_kept() -> None:
    # "jumlah" alone says only that a number is wanted; "jumlah penduduk" is what is asked for
    assert [term.text for term in understand("Berapa jumlah penduduk Sawo?").terms] == ["jumlah penduduk", "Sawo"]


def test_a_name_is_never_taken_for_a_method_word() -> None:
    assert "Long" in {term.text for term in understand("Apa kesan Long Vathana?").terms}


def test_years_stand_for_themselves() -> None:
    question = understand("Siapa kepala pelabuhan pada tahun 2021?")
    assert question.years == ("2021",)
    assert [term.text for term in question.terms] == ["kepala", "pelabuhan", "2021"]


def test_a_follow_up_leans_on_the_turn_before() -> None:
    history = [
        Turn(role="user", content="Ceritakan pembukaan Pelabuhan Sawo tahun 2021."),
        Turn(role="assistant", content="Pelabuhan dibuka pada Juni 2021 [1]."),
    ]
    question = understand("Siapa kepalanya?", history)
    assert question.standalone == "Siapa kepalanya (pembukaan Pelabuhan Sawo tahun 2021)?"
    assert {term.text for term in question.context} >= {"pembukaan", "Pelabuhan", "Sawo"}
    assert question.years == ("2021",)


def test_a_question_of_its_own_stands_alone_in_a_conversation() -> None:
    history = [Turn(role="user", content="Siapa kepala Pelabuhan Sawo?")]
    question = understand("Berapa tarif kapal feri di Ketapang pada hari Minggu?", history)
    assert question.context == ()
    assert question.standalone == "Berapa tarif kapal feri di Ketapang pada hari Minggu?"


def test_a_chain_of_follow_ups_goes_back_to_what_was_spoken_of() -> None:
    history = [
        Turn(role="user", content="Ceritakan Pelabuhan Sawo."),
        Turn(role="assistant", content="…"),
        Turn(role="user", content="Siapa dia?"),
        Turn(role="assistant", content="…"),
    ]
    assert "Pelabuhan Sawo" in understand("Dan kapan itu?", history).standalone


@pytest.mark.parametrize(
    ("earlier", "text", "standalone"),
    [
        ("Siapa bupati pada 2025?", "Dan tahun 2019?", "Siapa bupati pada 2019?"),
        ("Who was regent in 2025?", "What about 2019?", "Who was regent in 2019?"),
        ("Siapa bupati?", "Kalau 2019?", "Siapa bupati (2019)?"),
    ],
)
def test_a_follow_up_may_ask_the_same_of_another_year(earlier: str, text: str, standalone: str) -> None:
    question = understand(text, [Turn(role="user", content=earlier), Turn(role="assistant", content="…")])
    assert question.standalone == standalone
    assert question.kinds == {Kind.WHO}
    assert question.years == ("2019",)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Siapa direkturnya?", "id"),
        ("Who is the director?", "en"),
        ("Berapa tarifnya?", "id"),
        ("How old is it?", "en"),
    ],
)
def test_language(text: str, language: str) -> None:
    assert question_language(text) == language
