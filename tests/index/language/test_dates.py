"""Dates as news writes them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.language.dates import find_dates, published_at, years


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rabu (29/10/2025)", ["2025-10-29"]),
        ("29-10-2025", ["2025-10-29"]),
        ("2025-10-29", ["2025-10-29"]),
        ("2025-10-29T07:15:00Z", ["2025-10-29"]),
        ("2025-10", ["2025-10"]),
        ("17 Agustus 1945", ["1945-08-17"]),
        ("17 agt 1945", ["1945-08-17"]),
        ("1 Mei 2020 dan 2 Juni 2021", ["2020-05-01", "2021-06-02"]),
        ("August 17, 1945", ["1945-08-17"]),
        ("Aug. 17th, 1945", ["1945-08-17"]),
        ("the 3rd of March 2021", ["2021-03-03"]),
        ("Oktober 2019", ["2019-10"]),
        ("pada 2019", ["2019"]),
        ("7 Oktober", ["--10-07"]),
        ("October 7", ["--10-07"]),
        ("Senin (7/10)", ["--10-07"]),
        ("10/29/2025", ["2025"]),  # no thirteenth month: only the year is sure
        ("31 Februari 2025", ["2025-02"]),
        ("2025-02-31", ["2025"]),
        ("29 Februari 2024", ["2024-02-29"]),
        ("Aprıl 2020", ["2020"]),
        ("12345 orang, 1499 rumah, Rp2.019.000", []),
        ("", []),
    ],
)
def test_forms(text: str, expected: list[str]) -> None:
    assert [mention.iso for mention in find_dates(text)] == expected


def test_mentions_say_where_they_stand() -> None:
    text = "Sejak 17 Agustus 1945 dan Mei 1998."
    assert [text[m.start : m.end] for m in find_dates(text)] == ["17 Agustus 1945", "Mei 1998"]
    assert [m.year for m in find_dates("7 Oktober (2019)")] == [None, "2019"]
    assert years("7 Oktober; Mei 1998, 2019 dan 3 Mei 2019") == {"1998", "2019"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Date: 2025-10-29\n\nIsi", "2025-10-29"),
        ("Banyuwangi, Rabu (29/10/2025) - Isi", "2025-10-29"),
        ("Jakarta, Monday, 3 March 2025", "2025-03-03"),
        ("Published on March 3, 2025", "2025-03-03"),
        ("Diterbitkan pada 3 Maret 2025", "2025-03-03"),
        ("Perang berakhir pada 17 Agustus 1945.", None),
        ("Rabu (29/10) hujan", None),
        ("Isi.\n© 2021 Media", "2021"),
        ("Hak cipta Media Kita 2022", "2022"),
        ("", None),
    ],
)
def test_published_at(text: str, expected: str | None) -> None:
    assert published_at(text) == expected


@given(st.text(alphabet=st.sampled_from(list("0123456789٢/-., ()ıMmaeiAprltgus")), max_size=60) | st.text(max_size=60))
def test_any_text_gives_ordered_iso_dates(text: str) -> None:
    position = 0
    for mention in find_dates(text):
        assert position <= mention.start < mention.end <= len(text)
        assert re.fullmatch(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?|--[0-9]{2}-[0-9]{2}", mention.iso)
        position = mention.end
    published_at(text)
