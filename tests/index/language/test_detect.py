"""Which language a text is in."""

import pytest

from index.language.detect import detect


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gubernur meresmikan jembatan itu dan berharap warga akan memakainya.", "id"),
        ("The governor opened the bridge and said that it was for the people.", "en"),
        ("Wali kota meninjau pasar", "id"),
        ("Le gouverneur a inauguré le pont hier matin devant les habitants de la ville.", "fr"),
        ("Der Bürgermeister eröffnete gestern die neue Brücke über den Fluss.", "de"),
        ("知事は昨日、新しい橋を開通させました。", "ja"),
        ("123 456 !!", None),
        ("", None),
    ],
)
def test_detect(text: str, expected: str | None) -> None:
    assert detect(text) == expected
