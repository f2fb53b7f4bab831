"""Indonesian words that may stand for each other in a question: *digelar* – *diadakan*, *duit* – *uang*.

The sets stand in ``synonyms_id.tsv``, written for this project. They join what the glossary can't: words that
no single English word has in common, and everyday speech with the language of newspapers.
"""

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources

from index.language.glossary import Phrase
from index.language.indonesian import stem


def synonyms(phrase: Phrase) -> list[Phrase]:
    """Return what may be said instead of a folded word or phrase, the commonest first.

    A single word is looked up as it is, and by its root when no set has it.
    """
    by_form, by_root = _tables()
    return by_form.get(phrase) or (by_root.get(stem(phrase[0]), []) if len(phrase) == 1 else [])


@lru_cache(maxsize=1)
def _tables() -> tuple[Mapping[Phrase, list[Phrase]], Mapping[str, list[Phrase]]]:
    by_form: defaultdict[Phrase, list[Phrase]] = defaultdict(list)
    by_root: defaultdict[str, list[Phrase]] = defaultdict(list)
    text = (resources.files("index.language") / "synonyms_id.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        members = [tuple(member.split()) for member in line.split("|")]
        for member in members:
            others = [other for other in members if other != member]
            by_form[member] += [other for other in others if other not in by_form[member]]
            if len(member) == 1:
                root = by_root[stem(member[0])]
                root += [other for other in others if other not in root]
    return dict(by_form), dict(by_root)
