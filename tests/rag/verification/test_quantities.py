import pytest

from rag.verification.quantities import agrees, mentions


def _found(text: str) -> list[tuple[str, str | None]]:
    return [(mention.value, mention.unit) for mention in mentions(text)]


@pytest.mark.parametrize("text", ["1.250", "1,250", "1250", "1.250,00", "1,250.00", "1,25 ribu"])
def test_one_number_in_many_forms(text: str) -> None:
    assert _found(text) == [("1250", None)]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("Rp48,5 miliar", "48500000000", "IDR"),
        ("Rp 9.500", "9500", "IDR"),
        ("9.500 rupiah", "9500", "IDR"),
        ("US$3 million", "3000000", "USD"),
        ("27 persen", "27", "%"),
        ("27%", "27", "%"),
        ("27 per cent", "27", "%"),
        ("lima hari", "5", "day"),
        ("5-day", "5", "day"),
        ("two weeks", "2", "week"),
        ("dua puluh lima orang", "25", None),
        ("lima belas", "15", None),
        ("seratus dua puluh ribu", "120000", None),
        ("dua juta lima ratus ribu rupiah", "2500000", "IDR"),
        ("twenty-five days", "25", "day"),
        ("two hundred fifty thousand", "250000", None),
        ("pukul 05.30", "5.3", None),
        ("at 5:30", "5.3", None),
    ],
)
def test_values_and_units(text: str, value: str, unit: str | None) -> None:
    assert _found(text) == [(value, unit)]


@pytest.mark.parametrize("text", ["29 Oktober 2025", "October 29, 2025", "29/10/2025", "2025-10-29"])
def test_one_date_in_many_forms(text: str) -> None:
    (mention,) = mentions(text)
    assert (mention.value, mention.is_date, text[mention.start : mention.end]) == ("2025-10-29", True, text)


def test_both_ends_of_a_range_of_days_are_dates() -> None:
    assert _found("6 sampai 8 Oktober 2019") == [("2019-10-06", None), ("2019-10-08", None)]
    assert _found("15-17 Agustus") == [("--08-15", None), ("--08-17", None)]
    assert _found("45 dan 8 Oktober 2019") == [("45", None), ("2019-10-08", None)]


@pytest.mark.parametrize("text", ["satu orang", "one of them", "KTT G20", "A380", "Covid", ""])
def test_what_is_no_number(text: str) -> None:
    assert _found(text) == []


@pytest.mark.parametrize(
    ("claimed", "given", "same"),
    [
        ("2025-10-29", "2025-10-29", True),
        ("2025-10", "2025-10-29", True),
        ("2025", "2025-10-29", True),
        ("2025-10-29", "2025-10", False),
        ("2025-10-29", "2024-10-29", False),
        ("--10-29", "2025-10-29", True),
        ("--10-29", "--10-28", False),
        ("2025", "--10-29", False),
    ],
)
def test_dates_agree_when_the_claim_is_no_more_precise(claimed: str, given: str, same: bool) -> None:
    assert agrees(claimed, given) is same
