"""Perturbations change what they say they change, and the table counts what verification makes of them."""

import json
import random
from collections import Counter
from pathlib import Path

import pytest

from eval.perturbations import RIGHT, WRONG, Setting
from eval.verification import pairs, settings_of, shown, table

PASSAGE = (
    "Rina Lestari tidak menutup dermaga timur selama lima hari, kata Hendra Prasmoko. "
    "Penumpang naik sekitar 12 persen menjadi 61.300 orang pada 3 Februari 2025."
)
AT = Setting(PASSAGE.split(". ")[1], None, PASSAGE, "id", ("Kepala sekolah Bagas Pranowo menanam jagung di ladang.",))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("untouched", AT.sentence),
        ("numbers exchanged", "Penumpang naik sekitar 61.300 persen menjadi 12 orang pada 3 Februari 2025."),
        ("other date", "Penumpang naik sekitar 12 persen menjadi 61.300 orang pada 4 Februari 2025."),
        ("other unit", "Penumpang naik sekitar 12 ribu menjadi 61.300 orang pada 3 Februari 2025."),
        ("contrary", "Penumpang turun sekitar 12 persen menjadi 61.300 orang pada 3 Februari 2025."),
        ("qualifier dropped", "Penumpang naik 12 persen menjadi 61.300 orang pada 3 Februari 2025."),
        ("negated", "Penumpang naik sekitar 12 persen tidak menjadi 61.300 orang pada 3 Februari 2025."),
        ("unrelated", AT.elsewhere[0]),
        ("names exchanged", None),
        ("negation dropped", None),
    ],
)
def test_perturbations(name: str, expected: str | None) -> None:
    assert {**RIGHT, **WRONG}[name](AT, random.Random(1)) == expected


def test_names_of_others() -> None:
    first = Setting(PASSAGE.split(". ", maxsplit=1)[0] + ".", None, PASSAGE, "id", AT.elsewhere)
    made = WRONG["stranger's name"](first, random.Random(1))
    assert made is not None
    assert "Bagas Pranowo" in made
    assert WRONG["negation dropped"](first, random.Random(1)) == first.sentence.replace("tidak ", "")


def test_wrong_sentences_are_found_and_right_ones_left_alone() -> None:
    other = "Kepala sekolah Bagas Pranowo menanam jagung di ladang belakang rumah. Panennya 40 karung setahun kemudian."
    settings = settings_of([PASSAGE, other])
    assert [setting.sentence for setting in settings][:1] == [PASSAGE.split(". ", maxsplit=1)[0] + "."]
    rows = table(settings)
    assert rows["untouched"][0] == Counter(verbatim=len(settings))
    for name in ("other number", "other date", "unrelated", "stranger's name"):
        assert set(rows[name][0]) == {"unsupported"}, name
    assert "unrelated" in shown(rows)


def test_pairs_are_counted_by_label(tmp_path: Path) -> None:
    rows = [
        {"lang": "id", "premise": PASSAGE, "hypothesis": "Penumpang naik menjadi 61.300 orang.", "label": "entailment"},
        {
            "lang": "id",
            "premise": PASSAGE,
            "hypothesis": "Penumpang naik menjadi 61.400 orang.",
            "label": "contradiction",
        },
        {"lang": "en", "premise": "x", "hypothesis": "y", "label": "neutral"},
    ]
    (tmp_path / "pairs.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    found = pairs(tmp_path / "pairs.jsonl", "id")
    assert found == {"entailment": Counter(supported=1), "contradiction": Counter(unsupported=1)}
