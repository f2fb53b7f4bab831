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
