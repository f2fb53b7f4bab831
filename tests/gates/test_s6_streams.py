from pathlib import Path

import pytest

from tests.gates.s6_streams import gate


@pytest.mark.slow
def test_every_citation_of_500_hostile_streams_is_valid(tmp_path: Path) -> None:
    tally, found = gate(tmp_path / "data", 500)
    assert found == []
    assert tally["streams"] == 500
    assert tally["hostile"] >= 200  # the streams are answers, not only failures
    assert tally["citations"] >= 400


@pytest.mark.parametrize(
    ("mutant", "fault"), [("verbatim", "isn't verbatim"), ("marks", "looks like a citation and is none")]
)
def test_the_gate_notices_a_broken_product(tmp_path: Path, mutant: str, fault: str) -> None:
    _, found = gate(tmp_path / "data", 60, mutant=mutant)
    assert any(fault in each for each in found)
