import pytest

from rag.support import best_support

PASSAGE = "Pelabuhan dibuka pada 2021. Rina Lestari memimpinnya sejak Februari. Tarif masuk Rp1.250.000 setahun."


@pytest.mark.parametrize(
    ("sentence", "level", "quoted"),
    [
        ("Rina Lestari memimpinnya sejak Februari.", "verbatim", "Rina Lestari memimpinnya sejak Februari"),
        ("Sejak Februari dipimpin Rina Lestari.", "supported", "Rina Lestari memimpinnya sejak Februari."),
        ("Tarif masuk 1,250,000 setahun.", "supported", "Tarif masuk Rp1.250.000 setahun."),
        ("Tarif masuk 1,300,000 setahun.", "unsupported", None),
        ("Sejak Februari pelabuhan dipimpin Budi Santoso.", "partial", None),
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
