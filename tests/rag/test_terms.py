import math

from rag.terms import content_terms, lexical_query, term_weights


def _ways(text: str, language: str, word: str) -> dict[tuple[str, ...], float]:
    term = next(term for term in content_terms(text, language) if term.text == word)
    return {way.stems: way.worth for way in term.ways}


def test_stop_words_and_question_words_are_no_terms() -> None:
    assert [term.text for term in content_terms("Siapa yang menjadi direktur di sana?", "id")] == ["direktur"]


def test_asking_for_a_number_is_no_term() -> None:
    assert [term.text for term in content_terms("How many passengers came?", "en")] == ["passengers", "came"]
    assert "Berapa banyak" not in {term.text for term in content_terms("Berapa banyak penumpang?", "id")}


def test_an_english_word_is_met_in_indonesian() -> None:
    assert _ways("What was the theme?", "en", "theme")[("tema",)] == 0.9


def test_an_irregular_form_finds_its_translation() -> None:
    assert ("pilih",) in _ways("Why was Sawo chosen?", "en", "chosen")


def test_a_phrase_is_one_term() -> None:
    term = content_terms("Who is the prime minister?", "en")[0]
    assert term.text == "prime minister"
    assert ("perdana", "menteri") in {way.stems for way in term.ways}


def test_a_synonym_shares_a_translation_and_is_worth_less() -> None:
    ways = _ways("Siapa pimpinan pelabuhan?", "id", "pimpinan")
    assert ways[("pimpin",)] == 1.0
    assert ways[("ketua",)] == 0.7


def test_names_numbers_and_verbs_are_known_for_what_they_are() -> None:
    terms = {term.text: term for term in content_terms("Mengapa Rina menutup 3 dermaga?", "id")}
    assert terms["Rina"].is_name
    assert terms["3"].is_number
    assert terms["menutup"].is_verb
    assert not terms["dermaga"].is_verb


def test_weights_are_inverse_document_frequencies_over_the_greatest() -> None:
    terms = content_terms("kucing pelabuhan", "id")
    weights = term_weights(terms, {"labuh": 60, "pelabuhan": 60}, passages=100)
    expected = math.log(1 + 40.5 / 60.5) / math.log(1 + 100.5 / 0.5)
    assert math.isclose(weights["pelabuhan"], max(0.15, expected))


def test_absent_words_weigh_most_as_names_and_numbers_and_least_as_verbs() -> None:
    terms = content_terms("apakah Rina menutup 3 dermaga", "id")
    assert term_weights(terms, {}, passages=100) == {"Rina": 1.0, "menutup": 0.5, "3": 1.0, "dermaga": 0.8}


def test_lexical_query_asks_for_each_term_once_with_its_alternatives() -> None:
    query = lexical_query(content_terms("theme of the training", "en"))
    assert len(query) == 2
    assert {"theme", "tema"} <= {alternative.stem for alternative in query[0].alternatives}


def test_a_minister_is_no_ministry() -> None:
    stems = content_terms("menteri kementerian Kemenlu", "id")
    assert len({term.own for term in stems}) == 3


def test_an_international_word_is_met_in_the_other_spelling() -> None:
    assert _ways("What is the capacity of the dermatology ward?", "en", "dermatology")[("dermatologi",)] == 0.9
    assert _ways("Apa dokumentasi itu?", "id", "dokumentasi")[("document",)] == 0.9


def test_a_synonym_of_the_thesaurus_is_worth_as_much_as_another() -> None:
    assert _ways("Berapa duit mereka?", "id", "duit")[("uang",)] == 0.7


def test_light_words_are_known_and_names_are_never_light() -> None:
    terms = {term.text: term for term in content_terms("apakah kegiatan di Bidang dermaga terjadi", "id")}
    assert terms["kegiatan"].is_light
    assert terms["terjadi"].is_light
    assert not terms["dermaga"].is_light
    assert not terms["Bidang"].is_light
