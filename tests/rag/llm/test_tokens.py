import pytest

from rag.llm.base import Message
from rag.llm.tokens import estimate, estimate_text

# Token counts by the tokenizers of Mistral v1 (32,000 pieces), Tekken and Qwen, taken once; the largest of the three.
COUNTED = {
    "Kepala Pelabuhan Sawo Rina Lestari mengatakan penumpang mencapai 61.300 orang sepanjang tahun lalu, Rabu "
    "(5/3/2025).": 57,
    "The hatchery was founded in 2009 by Made Surya because the nests were robbed every night; visitors pay "
    "Rp50,000 each.": 40,
    "PENGUMUMAN: PENDAFTARAN DITUTUP 12 JUNI 2021": 28,
    "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08": 60,
    "🚢🐢🎉 😀": 15,
    "港口的新负责人表示去年旅客达到六万人。": 20,
    "وقال رئيس الميناء إن عدد الركاب بلغ ستين ألفا": 41,
    "| kolom | nilai |\n|---|---|\n| biaya | Rp48,5 miliar |": 25,
}


@pytest.mark.parametrize(("text", "tokens"), COUNTED.items())
def test_it_is_rather_too_high(text: str, tokens: int) -> None:
    assert tokens <= estimate_text(text) <= 2.5 * tokens


def test_messages_have_a_template_around_them() -> None:
    assert estimate([]) > 0
    one = estimate([Message("user", "Halo")])
    assert estimate([Message("user", "Halo")] * 2) - one > estimate_text("Halo")


def test_a_long_text_takes_as_many_as_its_parts() -> None:
    part = "Pelabuhan Sawo dipimpin Rina Lestari sejak 3 Februari 2025. "
    assert 0.9 * 50 * estimate_text(part) <= estimate_text(part * 50) <= 50 * estimate_text(part)
