"""Words that say little by themselves."""

import pytest

from index.language.lightwords import ENGLISH, INDONESIAN, is_light


@pytest.mark.parametrize(
    "word",
    ["bidang", "kegiatan", "terjadi", "dilakukan", "melakukan", "happened", "happening", "takes", "place", "used"],
)
def test_light_words_in_whatever_form(word: str) -> None:
    assert is_light(word)


@pytest.mark.parametrize(
    "word", ["penumpang", "dermaga", "pelabuhan", "sawo", "rupiah", "passengers", "harbour", "ferry", "61.300"]
)
def test_words_that_an_answer_needs(word: str) -> None:
    assert not is_light(word)


def test_the_lists_are_folded_words() -> None:
    for word in INDONESIAN | ENGLISH:
        assert word.isascii()
        assert word.isalpha()
        assert word.islower()


def test_every_word_of_the_lists_is_light_itself() -> None:
    assert [word for word in INDONESIAN | ENGLISH if not is_light(word)] == []
