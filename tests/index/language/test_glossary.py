"""The shape of the English–Indonesian glossary."""

import re

from index.language.glossary import (
    english_to_indonesian,
    entries,
    indonesian_to_english,
    indonesian_words,
)


def test_every_entry_is_well_formed_and_listed_once() -> None:
    phrases = [english for english, _ in entries()]
    assert len(phrases) == len(set(phrases)) > 2500
    for english, equivalents in entries():
        assert english
        assert equivalents
        for phrase in [english, *equivalents]:
            assert phrase
            assert all(re.fullmatch(r"[a-z0-9à-ÿ'’.\-&]+", word) for word in phrase), phrase


def test_the_directions_agree() -> None:
    assert ("kunjungan",) in english_to_indonesian()["visit",]
    assert ("visit",) in indonesian_to_english()["kunjungan",]
    assert "kunjungan" in indonesian_words()
    assert all(
        english in indonesian_to_english()[phrase] for english, equivalents in entries() for phrase in equivalents
    )
