import random
import time

import pytest

from rag.compose.handles import Handles

HANDLES = Handles(["kqzt", "mmpx", "wvbr"])


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("a [kqzt] b", [("[kqzt]", (1,))]),
        ("a [kqzt][mmpx]", [("[kqzt]", (1,)), ("[mmpx]", (2,))]),
        ("a [kqzt, mmpx; wvbr]", [("[kqzt, mmpx; wvbr]", (1, 2, 3))]),
        ("a [kqzt] and [kqzt]", [("[kqzt]", (1,)), ("[kqzt]", (1,))]),
        ("a [kqzt and mmpx]", [("[kqzt and mmpx]", (1, 2))]),
        ("a 【kqzt】", [("【kqzt】", (1,))]),
        ("a 【kqzt†L1-L4】", [("【kqzt†L1-L4】", (1,))]),
        ("a (kqzt)", [("(kqzt)", (1,))]),
        ("a [^kqzt]", [("[^kqzt]", (1,))]),
        ("a [Source: kqzt]", [("[Source: kqzt]", (1,))]),
        ("a [sumber kqzt, hlm. 3]", [("[sumber kqzt, hlm. 3]", (1,))]),
        ("a [KQZT]", [("[KQZT]", (1,))]),
        ("a [[kqzt], [mmpx]]", [("[[kqzt], [mmpx]]", (1, 2))]),
        ("a **[kqzt]**", [("[kqzt]", (1,))]),
        ("a [[[ kqzt", [("kqzt", (1,))]),
        ("menurut kqzt, b", [("kqzt", (1,))]),
        ("menurut sumber kqzt, b", [("sumber kqzt", (1,))]),
        ("kqztmmpx", [("kqzt", (1,)), ("mmpx", (2,))]),
        # marks of nothing: the handle of another request, a planted number, an empty bracket
        ("a [ghjk]", [("[ghjk]", ())]),
        ("a [1] b [99999999999999999999]", [("[1]", ()), ("[99999999999999999999]", ())]),
        ("a [kqzt, ghjk, 7]", [("[kqzt, ghjk, 7]", (1,))]),
        ("a []", [("[]", ())]),
        # no marks
        ("a (2019) b (WHO) c [sic] d […] e [the mayor]", []),
        ("a (ghjk)", []),
        ("kq zt k-q-z-t", []),
    ],
)
def test_marks(text: str, marks: list[tuple[str, tuple[int, ...]]]) -> None:
    assert [(text[mark.start : mark.end], mark.sources) for mark in HANDLES.marks(text)] == marks


def test_handles_are_drawn_anew_and_occur_in_no_text() -> None:
    chosen = iter("kqztkqztmmpxwvbr")
    handles = Handles.draw(2, ["here is MMPX"], lambda _: next(chosen))
    assert handles.names == ("kqzt", "wvbr")  # one drawn twice, one in a text
    assert Handles.draw(5, []).names != Handles.draw(5, []).names


def test_handles_of_many_sources_differ() -> None:
    names = Handles.draw(200, [], random.Random(3).choice).names
    assert len(set(names)) == 200
    assert all(len(name) == 4 and not set(name) & set("aeiouy") for name in names)


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("Rina [kq", "[kq"),
        ("Rina. [", "["),
        ("Rina (lihat kqzt", "(lihat kqzt"),
        ("Rina [kqzt]", ""),
        ("Rina [" + "x" * 300, ""),
    ],
)
def test_a_bracket_is_waited_for_to_close(text: str, held: str) -> None:
    assert text[HANDLES.held(text) :] == held


@pytest.mark.parametrize(
    ("text", "left"),
    [("Rina. [kq", "Rina."), ("Rina [^", "Rina"), ("Rina [sumber k", "Rina"), ("Rina (dan ia", "Rina (dan ia")],
)
def test_half_a_mark_at_the_end_is_no_text(text: str, left: str) -> None:
    assert HANDLES.without_begun(text) == left


@pytest.mark.parametrize("text", ["[" + "docscf" * 5000, "[(kqzt [" * 4000, "( " * 15000, "[cf" * 10000, "kqzt" * 8000])
def test_time_is_linear(text: str) -> None:
    began = time.process_time()
    HANDLES.marks(text)
    HANDLES.held(text)
    HANDLES.without_begun(text)
    assert time.process_time() - began < 5  # some ten milliseconds; a search that backtracks takes for ever
