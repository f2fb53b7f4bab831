import pytest

from eval.normalise import plain_words, words


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Rp1,5 juta", "1.500.000 rupiah"),
        ("Rp 5.000,-", "IDR 5,000"),
        ("dua belas orang", "12 orang"),
        ("twelve", "12"),
        ("twenty-five", "dua puluh lima"),
        ("two hundred fifty seven thousand", "257.000"),
        ("seribu dua ratus", "1,200"),
        ("Rp81,6 triliun", "rp 81.6 trillion"),
        ("$1.2 billion", "1,2 miliar dolar"),
        ("12%", "12 per cent"),
        ("29 Oktober 2025", "October 29, 2025"),
        ("Rabu (29/10/2025)", "Rabu 2025-10-29"),
        ("bulan Maret", "bulan March"),
        ("7/9", "7 September"),
        ("(7/9)", "7 September"),
        ("pukul 06.30", "pukul 6:30"),
        ("U.S. Army", "us army"),
        ("perusahaannya", "perusahaan"),
        ("Warsaw’s mayor", "Warsaw mayor"),
        ("pesawatLion AirJT-308", "pesawat Lion AirJT 308"),
        ("the “Ｗulan”. [1][2]", "wulan"),
        ("seorang guru", "guru"),
        ("4,0", "4"),
    ],
)
def test_the_same_thing_written_differently(first, second):
    assert words(first) == words(second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("1,5 juta", "1,5 miliar"),
        ("29 Oktober 2025", "29 November 2025"),
        ("2021", "20210"),
        ("Rp5.000", "$5.000"),
        ("sebanyak 7/9 bagian", "sebanyak 7 September bagian"),
        ("dua ratus", "dua ribu"),
        ("1.250", "1.25"),
    ],
)
def test_different_things_stay_different(first, second):
    assert words(first) != words(second)


def test_a_date_gives_its_parts_in_order():
    assert words("Jakarta, 2025-10-29") == ("jakarta", "29", "october", "2025")


def test_unscaled_words_keep_the_magnitude():
    assert words("1,5 juta orang", scaled=False) == ("1.5", "juta", "orang")
    assert words("1,5 juta orang") == ("1500000", "orang")


def test_articles_alone_are_kept():
    assert words("The") == ("the",)
    assert plain_words("a") == ("a",)
    assert words("") == ()
