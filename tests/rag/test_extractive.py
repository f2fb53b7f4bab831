from collections.abc import Callable

import anyio
import pytest

from index.passage_index import PassageIndex
from rag.answer import Answer, Turn
from rag.compose.extractive import ExtractiveComposer
from rag.engine import Ask, Engine


def _ask(engine: Engine, question: str, *history: str) -> Answer:
    roles = ("user", "assistant")
    turns = [Turn(role=roles[at % 2], content=content) for at, content in enumerate(history)]  # type: ignore[arg-type]
    return anyio.run(engine.answer, Ask(question, turns))


def _cited(answer: Answer) -> set[str]:
    return {answer.sources[citation.source - 1].uri for citation in answer.citations}


def test_a_name_is_answered_with_the_sentence_that_gives_it(engine: Engine) -> None:
    answer = _ask(engine, "Who founded the hatchery?")
    assert answer.status == "answered"
    assert "Made Surya" in answer.answer
    assert _cited(answer) == {"turtle.txt"}


def test_a_reason_keeps_its_speaker(engine: Engine) -> None:
    answer = _ask(engine, "Mengapa dermaga Pelabuhan Sawo ditutup?")
    assert "karena alur harus dikeruk" in answer.answer
    assert "kata Rina" in answer.answer


def test_holders_of_one_office_stand_side_by_side_the_newest_first(engine: Engine) -> None:
    answer = _ask(engine, "Siapa kepala Pelabuhan Sawo?")
    assert answer.answer.index("Rina Lestari") < answer.answer.index("Hendra Prasmoko")
    assert answer.answer.startswith("Per 5 Maret 2025: ")
    [conflict] = answer.conflicts
    assert [(value.value, value.date) for value in conflict.values] == [
        ("Rina Lestari", "2025-03-05"),
        ("Hendra Prasmoko", "2021-06-12"),
    ]
    for value in conflict.values:
        assert value.citations


def test_a_year_picks_the_office_holder_of_that_time(engine: Engine) -> None:
    answer = _ask(engine, "Siapa kepala Pelabuhan Sawo pada tahun 2021?")
    assert "Hendra Prasmoko" in answer.answer
    assert answer.conflicts == []
    assert _cited(answer) == {"pelabuhan-2021.txt"}


def test_a_year_of_which_nothing_is_said_is_not_answered(engine: Engine) -> None:
    answer = _ask(engine, "Siapa kepala Pelabuhan Sawo pada tahun 2015?")
    assert answer.status == "abstained"
    assert answer.citations == []
    assert "Tidak ada keterangan untuk tahun 2015." in answer.missing


def test_different_figures_are_a_conflict(engine: Engine) -> None:
    answer = _ask(engine, "Berapa penumpang Pelabuhan Sawo?")
    values = {value.value for conflict in answer.conflicts for value in conflict.values}
    assert values == {"61.300", "58.900"}


def test_a_price_is_a_number_with_its_currency(engine: Engine) -> None:
    answer = _ask(engine, "Berapa biaya pembangunan Pelabuhan Sawo?")
    assert "Rp48,5 miliar" in answer.answer


def test_the_items_of_a_list_follow_its_introduction(engine: Engine) -> None:
    answer = _ask(engine, "Apa saja syarat naik kapal?")
    quotes = [citation.quote for citation in answer.citations]
    assert quotes == ["Syarat naik kapal:", "Kartu identitas", "Tiket", "Jaket pelampung"]


def test_an_english_question_finds_the_indonesian_answer(engine: Engine) -> None:
    answer = _ask(engine, "How many passengers did Sawo port have?")
    assert answer.language == "en"
    assert "61.300" in answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "Berapa jumlah penduduk Sawo?",
        "Apa resep rendang padang?",  # it is in the page's furniture, not in the story
        "What is the capital city of Cambodia?",
        "Siapa kepala Pelabuhan Ketapang?",
        "Kapan Rina lahir?",
        "2025",
        "[1] [2]",
        "???",
    ],
)
def test_what_the_documents_do_not_say_is_not_answered(engine: Engine, question: str) -> None:
    answer = _ask(engine, question)
    assert answer.status == "abstained"
    assert answer.citations == []
    assert answer.missing
    assert not any(source.cited for source in answer.sources)


def test_years_side_by_side(engine: Engine) -> None:
    answer = _ask(engine, "Siapa kepala Pelabuhan Sawo pada 2021 dan 2025?")
    assert answer.status == "answered"
    assert "Pada 2021: " in answer.answer
    assert answer.answer.index("Hendra Prasmoko") < answer.answer.index("Pada 2025: ") < answer.answer.index("Rina")


def test_one_year_of_two_is_a_partial_answer(engine: Engine) -> None:
    answer = _ask(engine, "Siapa kepala Pelabuhan Sawo pada 2015 dan 2021?")
    assert answer.status == "partial"
    assert answer.missing == ["Tidak ada keterangan untuk tahun 2015."]


def test_a_follow_up_is_answered_from_what_was_spoken_of(engine: Engine) -> None:
    answer = _ask(engine, "Berapa biayanya?", "Ceritakan pembangunan Pelabuhan Sawo 2021.", "Dibuka Juni 2021 [1].")
    assert "Rp48,5 miliar" in answer.answer
    assert "pembangunan Pelabuhan Sawo" in answer.standalone_question


def test_independent_outlets_are_cited_together(engine: Engine) -> None:
    answer = _ask(engine, "Sejak kapan Hendra Prasmoko digantikan?")
    assert "3 Februari 2025" in answer.answer
    assert answer.sources[answer.citations[0].source - 1].same_story


def test_every_quotation_is_in_the_stored_text(engine: Engine, passages: PassageIndex) -> None:
    for question in ("Siapa kepala Pelabuhan Sawo?", "Mengapa dermaga ditutup?", "Apa saja syarat naik kapal?"):
        for citation in _ask(engine, question).citations:
            stored = passages.text(citation.doc_id, citation.version)[1]
            assert stored[citation.location.start : citation.location.end] == citation.quote


def test_an_empty_collection_says_so(empty: PassageIndex) -> None:
    quoting = ExtractiveComposer(0.3)
    answer = _ask(Engine(empty, quoting, quoting), "Siapa kepala Pelabuhan Sawo?")
    assert (answer.status, answer.sources) == ("abstained", [])
    assert answer.missing == ["Belum ada dokumen di koleksi ini."]


def test_a_cutoff_of_nothing_still_needs_a_sentence(passages: PassageIndex) -> None:
    quoting = ExtractiveComposer(0.0)
    assert _ask(Engine(passages, quoting, quoting), "???").status == "abstained"


COMPARED = {
    "harapan-rina.txt": """Harapan untuk Tanjung Sawo

Kepala Pelabuhan Tanjung Sawo, Rina Lestari, berharap dermaga baru menampung kapal besar, Rabu (5/3/2025).
""",
    "harapan-hendra.txt": """Pesan pendahulu

Ketua Koperasi Nelayan Kemuning, Hendra Prasmoko, berharap nelayan mendapat tempat sendiri, Kamis (6/3/2025).
""",
}
OUTLETS = {
    "keruk-warta.txt": """Alur dikeruk

TANJUNG SAWO, WARTA PAGI - Kapal isap Bayu Segara mengeruk alur Tanjung Sawo sedalam 9 meter, Selasa (11/3/2025).
""",
    "keruk-kabar.txt": """Kapal isap bekerja

Alur Tanjung Sawo dikeruk sedalam 9 meter oleh kapal isap Bayu Segara, Selasa (11/3/2025).
""",
}


@pytest.fixture
def wider(engine: Engine, add: Callable[[str, str], None]) -> Engine:
    for name, text in (COMPARED | OUTLETS).items():
        add(name, text)
    return engine


def test_a_comparison_quotes_each_of_the_two(wider: Engine) -> None:
    answer = _ask(wider, "Apa beda harapan Rina Lestari dan harapan Hendra Prasmoko?")
    assert answer.status == "answered"
    assert [citation.quote for citation in answer.citations] == [
        "Kepala Pelabuhan Tanjung Sawo, Rina Lestari, berharap dermaga baru menampung kapal besar, Rabu (5/3/2025).",
        "Ketua Koperasi Nelayan Kemuning, Hendra Prasmoko, berharap nelayan mendapat tempat sendiri, Kamis (6/3/2025).",
    ]


def test_a_comparison_with_somebody_unknown_is_partial(wider: Engine) -> None:
    answer = _ask(wider, "Apa beda harapan Rina Lestari dan harapan Wulan Sekarini?")
    assert answer.status == "partial"
    assert _cited(answer) == {"harapan-rina.txt"}
    assert answer.missing == ["Tidak ada keterangan tentang “harapan Wulan Sekarini”."]


@pytest.mark.parametrize(
    "question",
    [
        "Media mana saja yang memberitakan bahwa alur Tanjung Sawo dikeruk?",
        "Menurut berbagai media, sedalam berapa alur Tanjung Sawo dikeruk?",
    ],
)
def test_what_several_outlets_tell_is_cited_from_all_of_them(wider: Engine, question: str) -> None:
    answer = _ask(wider, question)
    assert answer.status == "answered"
    assert _cited(answer) == set(OUTLETS)
    assert sorted(citation.support for citation in answer.citations) == ["supported", "verbatim"]
    assert "9 meter" in answer.answer


def test_two_questions_in_one_are_both_answered(engine: Engine) -> None:
    answer = _ask(engine, "Siapa kepala Pelabuhan Sawo dan berapa lama dermaga ditutup?")
    assert answer.status == "answered"
    assert answer.answer.index("Rina Lestari") < answer.answer.index("selama lima hari")
    assert answer.answer.startswith("Per 5 Maret 2025: ")  # two have held the office


def test_a_second_question_that_nothing_answers_leaves_a_partial_answer(engine: Engine) -> None:
    answer = _ask(engine, "Siapa kepala Pelabuhan Sawo pada 2021 dan mengapa mercusuar Ketapang dicat?")
    assert answer.status == "partial"
    assert "Hendra Prasmoko" in answer.answer
    assert len(answer.missing) == 1
    assert "mercusuar" in answer.missing[0]


@pytest.mark.parametrize(
    "question",
    [
        "Siapa kepala Pelabuhan Kemuning?",  # Kemuning has a cooperative, not a harbour
        "Siapa ketua Koperasi Nelayan Ketapang?",
        "Siapa wali kota Kalimas?",
        "Who is the mayor of Kalimas?",
    ],
)
def test_an_office_of_another_place_is_no_answer(wider: Engine, question: str) -> None:
    answer = _ask(wider, question)
    assert (answer.status, answer.citations) == ("abstained", [])


def test_the_office_of_the_place_asked_for_is(wider: Engine) -> None:
    answer = _ask(wider, "Siapa ketua Koperasi Nelayan Kemuning?")
    assert _cited(answer) == {"harapan-hendra.txt"}


def test_a_follow_up_with_a_pronoun_is_about_the_one_before(engine: Engine) -> None:
    answer = _ask(engine, "Kapan ia mulai menjabat?", "Siapa kepala Pelabuhan Sawo pada 2025?", "Rina Lestari [1].")
    assert answer.answer.startswith("Rina mulai menjabat pada 3 Februari 2025")
    assert "Pelabuhan Sawo" in answer.standalone_question


def test_a_name_that_is_said_shorter_is_still_found(engine: Engine) -> None:
    answer = _ask(engine, "Kapan Rina Lestari mulai menjabat?")
    assert answer.answer.startswith("Rina mulai menjabat pada 3 Februari 2025")


def test_the_holder_of_an_office_is_named_in_full(engine: Engine, add: Callable[[str, str], None]) -> None:
    add(
        "kemuning.txt",
        """Kemuning membuka pasar

Camat Kemuning Wulan Sekarini membuka pasar Kemuning, Senin (10/3/2025).

"Pasar Kemuning buka setiap hari bagi warga Kemuning dan pedagang kecil," kata Wulan.
""",
    )
    answer = _ask(engine, "Siapa camat Kemuning yang bicara soal pedagang kecil di pasar Kemuning?")
    assert answer.answer.startswith("Camat Kemuning Wulan Sekarini")


def test_a_date_is_told_where_another_outlet_has_only_the_weekday(
    engine: Engine, add: Callable[[str, str], None]
) -> None:
    add("a.txt", "Balai Kapal\n\nKapal isap Bayu Segara tiba di alur Tanjung Kalimas dengan awaknya, Selasa.\n")
    add("b.txt", "Kapal isap\n\nKapal isap Bayu Segara tiba di alur Tanjung Kalimas, Selasa (11/3/2025).\n")
    answer = _ask(engine, "Kapan kapal isap Bayu Segara tiba dengan awaknya di alur Tanjung Kalimas?")
    assert "11/3/2025" in answer.answer
