"""Web pages."""

import pytest

from index.errors import UnreadableFileError
from index.parsing.registry import parse

PARAGRAPHS = [
    "Bupati Banyuwangi meresmikan pasar baru di pusat kota pada hari Rabu dan berharap warga akan memakainya.",
    "“Pasar ini dibangun selama dua tahun dengan dana daerah,” kata bupati di depan ratusan pedagang yang hadir.",
    "Pedagang mulai menempati kios mereka pekan depan, dan harga sewa tidak dipungut selama enam bulan pertama.",
]
ARTICLE = f"""<!DOCTYPE html>
<html lang="id-ID"><head><meta charset="utf-8"><title>Pasar Baru Dibuka - Kabar</title>
<meta property="og:title" content="Pasar Baru Dibuka"><meta name="author" content="Sri Lestari">
<meta property="article:published_time" content="2025-10-29T07:00:00+07:00">
<style>p {{ color: red }}</style><script>var rahasia = 1;</script></head>
<body><nav><ul><li><a href="/">Beranda</a></li><li><a href="/olahraga">Olahraga</a></li></ul></nav>
<main><article><h1>Pasar Baru Dibuka</h1>{"".join(f"<p>{p}</p>" for p in PARAGRAPHS)}</article></main>
<footer>Tentang kami | Kebijakan privasi</footer></body></html>"""


def test_an_article_without_its_navigation() -> None:
    parsed = parse("a.html", ARTICLE.encode())
    assert parsed.text.split("\n") == ["Pasar Baru Dibuka", *PARAGRAPHS]
    assert (parsed.title, parsed.author) == ("Pasar Baru Dibuka", "Sri Lestari")
    assert (parsed.published_at, parsed.language) == ("2025-10-29", "id")


def test_a_page_without_article_is_read_whole() -> None:
    page = """<html lang="en"><title>Menu</title><body>Hello<div>World</div><table><tr><td>Tea</td><td>5</td></tr>
    <tr><td>Rice</td><td>9</td></tr></table><script>x=1</script><style>y{}</style><p>Open<br>daily</p>end</body></html>"""
    parsed = parse("a.html", page.encode())
    assert parsed.text == "Hello\nWorld\nTea 5\nRice 9\nOpen\ndaily\nend"
    assert (parsed.title, parsed.language) == ("Menu", "en")


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>Halo <b>dunia", "Halo dunia"),
        ("<p>Halo</div></p></span> dunia", "Halo\ndunia"),
        ("Halo dunia", "Halo dunia"),
        ("<?xml version='1.0' encoding='utf-8'?><html><body><p>Halo dunia</p></body></html>", "Halo dunia"),
        ("<p>Halo &amp; dunia &#8220;x&#8221;</p>", "Halo & dunia “x”"),
        ("<body><!-- tidak --><p>Halo</p></body>", "Halo"),
    ],
)
def test_broken_html_gives_its_text(source: str, text: str) -> None:
    assert parse("a.html", source.encode()).text == text


@pytest.mark.parametrize("source", ["<!-- only -->", "<html></html>", "<script>x</script>", "<img src=a.png>"])
def test_pages_without_words(source: str) -> None:
    with pytest.raises(UnreadableFileError):
        parse("a.html", source.encode())


@pytest.mark.parametrize(("tag", "language"), [("en", "en"), ("EN-gb", "en"), ("fil", "id"), ("", "id")])
def test_language_tag(tag: str, language: str) -> None:
    source = f"<html lang='{tag}'><p>Pasar itu dibuka oleh bupati untuk warga.</p></html>"
    assert parse("a.html", source.encode()).language == language


def test_declared_charset() -> None:
    source = "<html><head><meta charset='windows-1251'></head><body><p>Привет, мир</p></body></html>"
    assert parse("a.html", source.encode("windows-1251")).text == "Привет, мир"
