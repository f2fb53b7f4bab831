import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.answer import Location, Source
from rag.support import best_support, supports

PASSAGE = "Pelabuhan dibuka pada 2021. Rina Lestari memimpinnya sejak Februari. Tarif masuk Rp1.250.000 setahun."
STORY = (
    "Kepala Pelabuhan Sawo Rina Lestari mengatakan penumpang mencapai sekitar 61.300 orang, Rabu (5/3/2025). "
    "Rina mulai menjabat pada 3 Februari 2025. Ia menggantikan Hendra Prasmoko. "
    "Pengerukan memakan waktu lima hari dan menghabiskan Rp48,5 miliar, naik 12 persen. "
    "Pelabuhan tidak menutup dermaga timur. Tiket dewasa Rp50.000 dan tiket anak Rp20.000."
)


@pytest.mark.parametrize(
    ("sentence", "level", "quoted"),
    [
        ("Rina Lestari memimpinnya sejak Februari.", "verbatim", "Rina Lestari memimpinnya sejak Februari"),
        ("Sejak Februari dipimpin Rina Lestari.", "supported", "Rina Lestari memimpinnya sejak Februari."),
        ("Tarif masuk 1,250,000 setahun.", "supported", "Tarif masuk Rp1.250.000 setahun."),
        ("Tarif masuk 1,300,000 setahun.", "unsupported", None),
        ("Sejak Februari pelabuhan dipimpin Budi Santoso.", "unsupported", None),
        ("Burung camar bertelur di tebing karang.", "unsupported", None),
    ],
)
def test_support(sentence: str, level: str, quoted: str | None) -> None:
    support = best_support(sentence, "id", PASSAGE, "id")
    assert support.level == level
    if quoted:
        assert PASSAGE[support.start : support.end] == quoted


def test_an_english_sentence_is_supported_by_indonesian_words() -> None:
    assert best_support("Rina Lestari leads the port.", "en", PASSAGE, "id").level in {"supported", "partial"}


@pytest.mark.parametrize(
    "sentence",
    [
        "Penumpang Pelabuhan Sawo mencapai sekitar 61,300 orang.",
        "Rina Lestari mulai menjabat 3/2/2025.",
        "Rina Lestari menggantikan Hendra Prasmoko.",  # the source says it with a pronoun
        "Hendra Prasmoko digantikan Rina Lestari.",
        "Pengerukan memakan 5 hari dan biayanya Rp48.500.000.000.",
        "Dermaga timur tidak ditutup pelabuhan.",
        "Tiket anak Rp20 ribu, tiket dewasa Rp50 ribu.",
    ],
)
def test_the_same_in_other_words_is_supported(sentence: str) -> None:
    support = best_support(sentence, "id", STORY, "id")
    assert (support.level, support.objections) == ("supported", ())


@pytest.mark.parametrize(
    ("sentence", "level", "kind"),
    [
        ("Penumpang Pelabuhan Sawo mencapai sekitar 61.800 orang.", "unsupported", "number"),
        ("Pengerukan memakan waktu enam hari.", "unsupported", "number"),
        ("Pengerukan memakan waktu lima minggu.", "unsupported", "unit"),
        ("Pengerukan menghabiskan Rp48,5 juta.", "unsupported", "number"),
        ("Rina Lestari mulai menjabat pada 4 Februari 2025.", "unsupported", "date"),
        ("Rina Lestari mulai menjabat pada 3 Februari 2024.", "unsupported", "date"),
        ("Rina Lestari mulai menjabat pada 5 Maret 2025.", "unsupported", "misplaced"),
        ("Budi Santoso mulai menjabat pada 3 Februari 2025.", "unsupported", "name"),
        ("Kepala Pelabuhan Sawo Hendra Prasmoko mengatakan penumpang mencapai sekitar 61.300 orang.", "unsupported",
         "misplaced"),
        ("Tiket anak Rp50.000 dan tiket dewasa Rp20.000.", "unsupported", "misplaced"),
        ("Biaya pengerukan turun 12 persen.", "unsupported", "contrary"),
        ("Penumpang Pelabuhan Sawo mencapai 61.300 orang.", "partial", "qualifier"),
        ("Pelabuhan menutup dermaga timur.", "partial", "qualifier"),
        ("Rina tidak menggantikan Hendra Prasmoko.", "partial", "qualifier"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_found_and_named(sentence: str, level: str, kind: str) -> None:
    support = best_support(sentence, "id", STORY, "id")
    assert support.level == level
    assert kind in {objection.kind for objection in support.objections}


def test_who_did_it_to_whom() -> None:
    passage = "Pada hari itu Rina Lestari menggantikan Hendra Prasmoko sebagai kepala."
    swapped = best_support("Hendra Prasmoko menggantikan Rina Lestari sebagai kepala.", "id", passage, "id")
    assert swapped.level != "supported"
    passive = best_support("Hendra Prasmoko digantikan Rina Lestari sebagai kepala.", "id", passage, "id")
    assert (passive.level, passive.objections) == ("supported", ())


def test_figures_of_several_years_go_by_their_years() -> None:
    passage = "Pada tahun 1933 penduduknya berjumlah 19.000 jiwa, dan pada tahun 2002 48.000 jiwa."
    right = best_support("Pada tahun 2002 penduduknya berjumlah 48.000 jiwa.", "id", passage, "id")
    assert (right.level, right.objections) == ("supported", ())
    wrong = best_support("Pada tahun 1933 penduduknya berjumlah 48.000 jiwa.", "id", passage, "id")
    assert wrong.level == "unsupported"


def test_words_torn_from_their_negation_are_not_verbatim() -> None:
    torn = best_support("Menutup dermaga timur.", "id", STORY, "id")
    assert torn.level == "partial"


def test_a_long_sentence_is_quoted_in_part() -> None:
    padding = ", ".join(
        f"seksi {word} sibuk bekerja sepanjang malam tanpa henti" for word in "alfa beta gama delta".split()
    )
    passage = f"{padding.capitalize()}, {padding}, sedangkan Rina Lestari memimpin pelabuhan sejak Februari, {padding}."
    support = best_support("Sejak Februari pelabuhan dipimpin Rina Lestari.", "id", passage, "id")
    assert support.level == "supported"
    assert passage[support.start : support.end] == "sedangkan Rina Lestari memimpin pelabuhan sejak Februari"


def _source(n: int, text: str, title: str = "", published: str | None = None) -> Source:
    return Source(
        n=n, doc_id=f"doc_{n}", version="v", passage_id=f"psg_{n}", title=title, uri="", author=None,
        published_at=published, language="id", text=text, location=Location(start=0, end=len(text)), score=1.0,
        view_url="",
    )  # fmt: skip


def test_sources_bear_a_sentence_together() -> None:
    sentence = "Rina Lestari memimpin Pelabuhan Sawo sejak 2021 dengan 58 pegawai."
    first = _source(1, "Rina Lestari memimpin Pelabuhan Sawo sejak 2021.")
    second = _source(2, "Pelabuhan Sawo yang dipimpin Rina Lestari memiliki 58 pegawai.")
    other = _source(3, "Burung camar bertelur di tebing pada 58 sarang.")
    assert [s.level for s in supports(sentence, "id", [first, second])] == ["partial", "partial"]
    assert [s.level for s in supports(sentence, "id", [first])] == ["unsupported"]
    assert [s.level for s in supports(sentence, "id", [first, other])] == ["unsupported", "unsupported"]


def test_title_and_date_of_the_document_count_as_its_words() -> None:
    sentence = "Rina Lestari memimpin Pelabuhan Sawo sejak 5 Maret 2025."
    text = "Rina Lestari memimpin pelabuhan itu sejak Rabu (5/3)."
    (support,) = supports(sentence, "id", [_source(1, text, "Kabar Sawo", "2025-03-06")])
    assert support.level == "supported"
    (support,) = supports(sentence, "id", [_source(1, text, "Kabar Pantai", "2025-03-06")])
    assert support.level == "unsupported"
    (support,) = supports(sentence, "id", [_source(1, text, "Kabar Sawo", "2024-03-06")])
    assert support.level == "unsupported"


_PIECES = st.lists(
    st.sampled_from(
        ["Rina", "Lestari", "tidak", "5", "Rp1.250", "12/3/2025", "3 Februari", "lima", "ratus", "%", ",", ".", "“",
         "\n", "G20", "1,5 juta", "A.", "PBB", "menggantikan", "dua-dua", "𝔸", "٣", "İ", "é", "-"]
    ),
    max_size=14,
)  # fmt: skip


@given(_PIECES, _PIECES)
def test_whatever_is_compared_the_quoted_span_lies_in_the_passage(left: list[str], right: list[str]) -> None:
    sentence, passage = " ".join(left), " ".join(right)
    support = best_support(sentence, "id", passage, None)
    assert 0 <= support.start <= support.end <= len(passage)
    if support.level != "unsupported":
        assert passage[support.start : support.end].strip()


@given(st.text(max_size=60), st.text(max_size=80))
def test_any_text_can_be_compared(sentence: str, passage: str) -> None:
    best_support(sentence, "en", passage, "id")
