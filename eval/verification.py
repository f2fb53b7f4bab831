"""How well verification tells true sentences from false ones: ``python -m eval.verification``.

Sentences of a corpus are left as they are, put in other words, or made wrong (:mod:`eval.perturbations`); each is
held against the passage it comes from. With ``--nli FILE`` pairs of premise and hypothesis are judged, too.
"""

import argparse
import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from eval.beir import read_corpus
from eval.perturbations import RIGHT, WRONG, Setting, other_words
from index.chunking import passage_spans
from index.language.detect import detect
from index.language.sentences import is_heading, sentence_spans
from rag.support import best_support

_TOKENS_A_WORD = 1.6
_LONGEST_PASSAGE = 254  # tokens, as with the packaged model
_SAMPLE = Path(__file__).parent / "data" / "banyuwangi"
_SHORTEST = 6  # words
Levels = Counter[str]


def settings_of(texts: Iterable[str]) -> list[Setting]:
    """Return the sentences of documents, each with its passage, as the index would cut it."""
    found: list[tuple[int, Setting]] = []
    for number, text in enumerate(texts):
        language = "en" if detect(text) == "en" else "id"
        for start, end in passage_spans(text, _count, _LONGEST_PASSAGE):
            passage = text[start:end]
            sentences = [passage[first:last] for first, last in sentence_spans(passage)]
            for at, sentence in enumerate(sentences):
                if is_heading(sentence) or len(sentence.split()) < _SHORTEST or not sentence.endswith("."):
                    continue
                following = sentences[at + 1] if at + 1 < len(sentences) else None
                following = following if following and following.endswith(".") else None
                found.append((number, Setting(sentence, following, passage, language, ())))
    return [
        replace(setting, elsewhere=[s.sentence for n, s in found if n != number and s.language == setting.language])
        for number, setting in found
    ]


def table(settings: Sequence[Setting], seed: int = 1) -> dict[str, tuple[Levels, Levels]]:
    """Return by perturbation how often each level was given: on the sentence itself, and in other words."""
    rng = random.Random(seed)  # noqa: S311 no secret
    rows: dict[str, tuple[Levels, Levels]] = {}
    for name, perturb in {**RIGHT, **WRONG}.items():
        plain, reworded = Levels(), Levels()
        for setting in settings:
            made = perturb(setting, rng)
            if made is None:
                continue
            plain[judged(setting, made, name == "translated")] += 1
            again = other_words(replace(setting, sentence=made), rng)
            if again and name != "translated":  # in two languages at once otherwise
                reworded[judged(setting, again)] += 1
        rows[name] = plain, reworded
    return rows


def judged(setting: Setting, sentence: str, is_translated: bool = False) -> str:
    """Return the level of support that the sentence's passage gives it."""
    language = setting.language if not is_translated else "en" if setting.language == "id" else "id"
    return best_support(sentence, language, setting.passage, setting.language).level


def pairs(path: Path, language: str) -> dict[str, Levels]:
    """Return by label how often each level was given to the pairs of a file in one language."""
    found: defaultdict[str, Levels] = defaultdict(Levels)
    for line in path.read_text("utf-8").splitlines():
        pair = json.loads(line)
        if pair["lang"] == language:
            found[pair["label"]][best_support(pair["hypothesis"], language, pair["premise"], language).level] += 1
    return dict(found)


def shown(rows: Mapping[str, tuple[Levels, Levels]]) -> str:
    """Return the table as text: shares of unsupported, and of partial or unsupported."""
    lines = [f"{'':24} {'n':>5} {'unsupp.':>8} {'≤ part.':>8}   {'reworded':>8} {'unsupp.':>8} {'≤ part.':>8}"]
    for name, (plain, reworded) in rows.items():
        if name in {"untouched", "other number"}:
            lines.append("supported is right:" if name in RIGHT else "unsupported or partial is right:")
        lines.append(f"  {name:22} {_shares(plain)}   {_shares(reworded)}")
    return "\n".join(lines)


def _shares(levels: Levels) -> str:
    total = levels.total()
    if not total:
        return f"{0:5} {'–':>8} {'–':>8}"
    unsupported = levels["unsupported"] / total
    return f"{total:5} {unsupported:8.1%} {unsupported + levels['partial'] / total:8.1%}"


def _count(texts: Sequence[str]) -> list[int]:
    return [int(_TOKENS_A_WORD * len(text.split())) for text in texts]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", type=Path, default=_SAMPLE, help="a folder in BEIR's layout")
    parser.add_argument("--documents", type=int, default=None, help="only the first so many documents")
    parser.add_argument("--nli", type=Path, help="pairs: lang, premise, hypothesis, label")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    texts = [document.text for document in read_corpus(given.set / "corpus.jsonl")][: given.documents]
    settings = settings_of(texts)
    print(f"{given.set.name}: {len(settings)} sentences\n{shown(table(settings, given.seed))}")  # noqa: T201
    for language in ("id", "en") if given.nli else ():
        print(f"\n{given.nli.name}, {language}")  # noqa: T201
        for label, levels in pairs(given.nli, language).items():
            shares = ", ".join(f"{name} {count / levels.total():.1%}" for name, count in levels.most_common())
            print(f"  {label:14} {levels.total():5}   {shares}")  # noqa: T201


if __name__ == "__main__":
    main()
