import pytest

from eval.matching import best_recall, contains, count_sentences, f1, first_sentences, recall, tells


@pytest.mark.parametrize(
    ("given", "gold", "there"),
    [
        ("Tarifnya Rp228.000. [1]", "rp228.000", True),
        ("Tarifnya 228.000 rupiah. [1]", "Rp228 ribu", True),
        ("Pada 29 Oktober 2025 pagi", "29/10/2025", True),
        ("Pada 29 Oktober 2025 pagi", "Oktober 2025", True),
        ("sebanyak dua belas orang", "12 orang", True),
        ("sebanyak 12 juta orang", "12", True),
        ("Rabu (7/9), hilang", "7/9", True),
        ("in Washington, D.C. [1]", "Washington, D.C", True),
        ("It is in the Warsaw City Council [1][2].", "Warsaw city council", True),
        ("Warsaw City Council", "the Warsaw City Council", True),
        ("Jakartanya macet", "Jakarta", True),
        ("tahun 20210", "2021", False),
        ("Warsaw Council of the City", "Warsaw City Council", False),
        ("The", "a", False),
        ("apa saja", "—", False),
    ],
)
def test_contains(given, gold, there):
    assert contains(given, gold) is there


GOLD = ["Jakarta Jobfest 2025 diikuti oleh 37 perusahaan yang menawarkan 2.000 lowongan kerja."]
QUESTION = "Jakarta Jobfest 2025 diikuti oleh berapa banyak perusahaan?"


def test_a_long_gold_answer_is_told_in_other_words():
    assert tells("Sebanyak 37 perusahaan membuka 2.000 lowongan kerja di sana.", GOLD, QUESTION)
    assert not tells(
        "Jakarta Jobfest 2025 diikuti perusahaan dari banyak kota.", GOLD, QUESTION
    )  # the question's words
    assert not tells("Perusahaan menawarkan lowongan kerja.", GOLD, QUESTION)  # neither number


def test_the_number_asked_for_is_enough_among_the_questions_words():
    gold = ["Indonesia akan mengirimkan 10.000 ton beras untuk membantu saudara-saudara di Palestina."]
    question = "Berapa jumlah beras yang akan dikirimkan Indonesia ke Palestina?"
    assert tells("Dalam waktu dekat, Indonesia akan mengirim 10 ribu ton beras ke Palestina.", gold, question)
    assert not tells("Dalam waktu dekat, Indonesia akan mengirim ribuan ton beras ke Palestina.", gold, question)
    assert not tells("Sebanyak 10 ribu orang menonton konser.", gold, question)


def test_a_short_gold_answer_has_to_be_there():
    assert tells("Dipimpin Wulan Sekarini.", ["Siti", "Wulan Sekarini"], "Siapa?")
    assert not tells("Dipimpin Sekarini.", ["Wulan Sekarini"], "Siapa?")
    assert not tells("Dipimpin Sekarini.", [], "Siapa?")


def test_recall_leaves_out_stop_words_and_takes_the_best_gold():
    assert recall("Wulan memimpin", ["Wulan Sekarini"]) == 0.5
    assert recall("Wulan memimpin", ["Wulan Sekarini", "yang memimpin"]) == 1
    assert recall("apa pun", []) == 0


def test_f1_is_squads():
    assert f1("Warsaw City Council", ["the Warsaw City Council"]) == 1
    # precision 2 of 4, recall 2 of 2
    assert f1("In Warsaw the City sleeps", ["Warsaw City"]) == pytest.approx(2 / 3)
    assert f1("no", ["Warsaw"]) == 0


def test_first_sentences_are_cut_where_they_end():
    text = "Satu di sini. [1] Dua di sana. [2] Tiga."
    assert first_sentences(text, 1) == "Satu di sini."
    assert first_sentences(text, 2) == "Satu di sini. Dua di sana."
    assert count_sentences(text) == 3
    assert first_sentences("tanpa titik", 2) == "tanpa titik"
    assert first_sentences("", 2) == ""


def test_the_best_that_quoting_could_reach():
    text = "Wulan datang. Hujan turun. Sekarini pergi."
    assert best_recall(text, ["Wulan Sekarini"], 2) == 0.5
    assert best_recall(text, ["Wulan Sekarini"], 3) == 1
    assert best_recall("", ["Wulan"], 2) == 0
