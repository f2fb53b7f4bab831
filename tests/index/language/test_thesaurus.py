"""Indonesian synonyms, and the shape of the word lists."""

import re
from importlib import resources

import pytest

from index.language import glossary
from index.language.indonesian import stem
from index.language.thesaurus import synonyms

LISTS = ("synonyms_id.tsv", "glossary_en_id.tsv", "glossary_en_id_more.tsv")


def _lines(name: str) -> list[str]:
    text = (resources.files("index.language") / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]


def _members(line: str) -> list[str]:
    return re.split(r"[\t|]", line)


def test_a_word_has_the_others_of_its_set() -> None:
    assert ("uang",) in synonyms(("duit",))
    assert ("duit",) in synonyms(("uang",))
    assert ("diadakan",) in synonyms(("digelar",))


def test_nothing_is_its_own_synonym() -> None:
    for word in ("duit", "digelar", "acara"):
        assert (word,) not in synonyms((word,))
        assert len(synonyms((word,))) == len(set(synonyms((word,))))


def test_active_and_passive_keep_apart() -> None:
    assert ("diadakan",) not in synonyms(("menggelar",))
    assert ("mengadakan",) in synonyms(("menggelar",))


def test_a_form_that_no_set_has_is_looked_up_by_its_root() -> None:
    forms = {member for line in _lines("synonyms_id.tsv") for member in _members(line)}
    assert "penggelaran" not in forms
    assert stem("penggelaran") == stem("gelaran")
    assert set(synonyms(("penggelaran",))) >= set(synonyms(("gelaran",)))


def test_phrases_are_looked_up_whole() -> None:
    line = next(line for line in _lines("synonyms_id.tsv") if any(" " in member for member in _members(line)))
    phrase = next(tuple(member.split()) for member in _members(line) if " " in member)
    assert synonyms(phrase)
    assert synonyms(("tanjung", "sawo")) == []


@pytest.mark.parametrize("name", LISTS)
def test_lines_are_well_formed(name: str) -> None:
    lines = _lines(name)
    assert len(lines) == len(set(lines)) > 2000
    for line in lines:
        members = _members(line)
        assert len(members) > 1, line
        assert all(member and member == " ".join(member.split()) == member.lower() for member in members), line
        others = members if name == "synonyms_id.tsv" else members[1:]
        assert len(others) == len(set(others)), line


def test_synonyms_have_at_most_three_words() -> None:
    """Longer ones would never be met: a question's phrases have three words at most."""
    members = [member for line in _lines("synonyms_id.tsv") for member in _members(line)]
    assert [member for member in members if len(member.split()) > 3] == []


def test_no_set_is_listed_twice() -> None:
    sets = [frozenset(_members(line)) for line in _lines("synonyms_id.tsv")]
    assert len(sets) == len(set(sets))


def test_the_glossarys_two_files_share_no_heads() -> None:
    core = {english for english, _ in glossary.core()}
    everything = [english for english, _ in glossary.entries()]
    assert len(core) == len(glossary.core())
    assert len(everything) == len(set(everything)) == len(_lines(LISTS[1])) + len(_lines(LISTS[2]))
    assert core < set(everything)
