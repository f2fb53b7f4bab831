"""Sentences that tell a reason, a list, somebody's words, a way or a meaning."""

from collections.abc import Callable

import pytest

from rag import telling
from rag.candidates import Candidate
from rag.question import Question
from rag.telling import Evidence
from rag.terms import content_terms
from tests.rag.views import asked, view

Judge = Callable[[Question, Candidate], Evidence]


@pytest.mark.parametrize(
    ("judge", "question", "sentence", "language", "strength"),
    [
        (telling.reason, "Mengapa dermaga ditutup?", "Dermaga ditutup karena alur dikeruk.", "id", 1.0),
        (telling.reason, "Mengapa dermaga ditutup?", "Dermaga ditutup agar aman.", "id", 1.0),
        (telling.reason, "Mengapa dermaga ditutup?", "Dermaga ditutup petugas.", "id", 0.0),
        (telling.reason, "Why was the pier closed?", "The pier closed due to silt.", "en", 1.0),
        (telling.reason, "Why was the pier closed?", "The pier closed.", "en", 0.0),
        (telling.enumeration, "Apa saja isi kapal?", "Isi kapal beras, gula, dan garam.", "id", 1.0),
        (telling.enumeration, "Apa saja isi kapal?", "Isi kapal antara lain beras.", "id", 0.7),
        (telling.enumeration, "Apa saja isi kapal?", "Isi kapal:", "id", 1.0),
        (telling.enumeration, "Apa saja isi kapal?", "Isi kapal banyak.", "id", 0.0),
        (telling.means, "Bagaimana cara mengeruk alur?", "Petugas mengeruk alur menggunakan pompa.", "id", 1.0),
        (telling.means, "How do they dredge it?", "They dredge it by using a pump.", "en", 1.0),
        (telling.means, "Bagaimana cara mengeruk alur?", "Petugas mengeruk alur kemarin.", "id", 0.4),
        (telling.definition, "Apa kepanjangan DKS?", "Dinas Kelautan Sawo (DKS) dibuka.", "id", 1.0),
        (telling.definition, "Apa kepanjangan DKS?", "DKS dibuka.", "id", 0.3),
        (telling.definition, "Apa itu rakit?", "Rakit adalah kapal bambu.", "id", 0.9),
        (telling.definition, "Apa itu rakit?", "Rakit dibuat di Sawo.", "id", 0.3),
    ],
)
def test_strengths(judge: Judge, question: str, sentence: str, language: str, strength: float) -> None:
    assert judge(*asked(question, sentence, language)) == Evidence(strength)


@pytest.mark.parametrize(
    ("sentence", "strength"),
    [
        ('"Kami siap," kata Rina Lestari.', 1.0),
        ('"Kami siap," kata Lestari.', 1.0),
        ("Rina Lestari mengatakan kapal siap.", 0.5),
    ],
)
def test_the_named_speakers_words(sentence: str, strength: float) -> None:
    assert telling.speech(*asked("Apa kata Rina Lestari?", sentence)) == Evidence(strength)


@pytest.mark.parametrize("sentence", ['"Kami siap," kata Hendra Prasmoko.', "Kapal Rina Lestari berlayar."])
def test_anothers_words_are_impossible(sentence: str) -> None:
    assert telling.speech(*asked("Apa kata Rina Lestari?", sentence)) == Evidence(0.0, impossible=True)


def test_a_name_far_from_the_word_of_saying_is_not_the_speaker() -> None:
    sentence = "Rina Lestari menonton ketika kapal besar itu berlabuh, kata Hendra."
    assert telling.speech(*asked("Apa kata Rina Lestari?", sentence)).impossible


def test_without_a_named_speaker_anybodys_words_will_do() -> None:
    question = "Apa kata petugas?"
    assert telling.speech(*asked(question, '"Kami siap," kata Hendra.')).strength == 1.0
    assert telling.speech(*asked(question, "“Kami siap.”")).strength == 0.7
    assert telling.speech(*asked(question, "Hendra mengaku siap.")).strength == 0.5
    assert telling.speech(*asked(question, "Petugas tiba.")).strength == 0.0


def test_who_holds_an_office_is_found_by_it() -> None:
    office = content_terms("soal kepala pelabuhan", "id")[1:]
    text = "Kepala Pelabuhan Sawo, Rina Lestari, tiba. Dermaga ditutup, kata Rina dan Hendra."
    second = view(text).sentences[1]
    assert [second.sentence.words[at].text for at in telling.holders(office, second)] == ["Rina"]
    assert telling.holders(content_terms("soal bupati", "id")[1:], second) == []
