import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from eval.answers import evaluate_answers
from eval.charts import confidence_chart, risk_chart
from eval.page import answers_page
from tests.eval.rows import row, unanswerable


@pytest.fixture
def report(folder, embedder, tmp_path):
    return evaluate_answers(folder, embedder, tmp_path / "cache")


def test_the_page_has_the_figures_and_every_question(report):
    page = answers_page(report)
    for one in report.questions:
        assert one.question in page
    assert f"{report.measures['right'].value:.3f}" in page
    assert "lexical score as confidence" in page
    assert page.count("<article") == 5


def test_the_page_needs_nothing_else(report):
    page = answers_page(report)
    assert not re.search(r"https?://|<script|@import|url\(|<link|<img", page)
    assert "prefers-color-scheme: dark" in page


def test_what_stands_in_a_text_is_not_markup(report):
    rows = [replace(row, question="<b>&", golds=["</dd>"]) for row in report.questions]
    page = answers_page(replace(report, questions=rows))
    assert "&lt;b&gt;&amp;" in page
    assert "&lt;/dd&gt;" in page
    assert "<b>&" not in page


ROWS = [
    row(confidence=0.9),
    unanswerable(confidence=0.5, answered=True),
    row(confidence=0.2, said_right=False, right=False),
]


def test_the_curve_is_drawn_through_its_points():
    chart = ElementTree.fromstring(risk_chart(ROWS, 0.3))
    lines = {line.find("title").text: line.get("points") for line in chart.iter("polyline")}
    assert set(lines) == {"confidence", "lexical score", "if it knew"}
    # By confidence: right, wrong, wrong. Risk 0, 1/2 and 2/3 of a scale up to .8, over 278 pixels.
    heights = [float(point.split(",")[1]) for point in lines["confidence"].split()]
    assert heights == pytest.approx([290, 290 - 278 * 0.5 / 0.8, 290 - 278 * (2 / 3) / 0.8], abs=0.1)
    assert chart.find("circle").find("title").text == "cutoff 0.3: 67% answered, 50% of them wrong"


def test_every_question_is_in_a_bar():
    chart = ElementTree.fromstring(confidence_chart(ROWS, 0.3))
    bars = [bar.find("title").text for bar in chart.iter("rect")]
    assert bars == ["right: 1, 0.90 to 0.95", "wrong: 1, 0.20 to 0.25", "no answer: 1, 0.50 to 0.55"]


def test_nothing_judged_is_no_chart():
    assert "could be judged" in risk_chart([row(right=None, said_right=None)], 0.3)
