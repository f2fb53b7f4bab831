"""Does an answer say what the gold answer says? Compared by words, never by a model."""

from collections import Counter
from collections.abc import Sequence

from eval.normalise import plain_words, without_markers, words
from index.language.analysis import is_stopword
from index.language.sentences import sentence_spans

SENTENCE_LONG = 6  # words of its own that make a gold answer a paraphrase rather than a name or a number
TOLD = 0.5  # of a long gold answer's words beyond the question's that an answer has to say


def contains(text: str, gold: str) -> bool:
    """Tell whether a text contains a gold answer: the same words one after another, normalised or as written."""
    if _runs_in(plain_words(gold), plain_words(text)):
        return True
    return any(_runs_in(words(gold, scaled=scaled), words(text, scaled=scaled)) for scaled in (True, False))


def tells(text: str, golds: Sequence[str], question: str) -> bool:
    """Tell whether a text holds one of the gold answers.

    A short one has to be contained. A long one (:data:`SENTENCE_LONG` words or more that carry meaning) was
    put in words of its own: there it is enough that the text has half of its words (:data:`TOLD`) beyond those
    that the question gave away, among them half of its numbers; or, as to "how many?", every number that the
    question didn't give away and half of all its words.
    """
    return any(contains(text, gold) or _tells_long(text, gold, question) for gold in golds)


def recall(text: str, golds: Sequence[str]) -> float:
    """Return the share of a gold answer's words that a text has, the best of several golds; stop words don't count."""
    there = Counter(words(text))
    return max((_share(meaning(words(gold)), there) for gold in golds), default=0.0)


def best_recall(text: str, golds: Sequence[str], most: int) -> float:
    """Return the greatest :func:`recall` of so many adjoining sentences of a text: what quoting can reach."""
    spoken = [words(text[start:end]) for start, end in sentence_spans(text)]
    stretches = [Counter(word for one in spoken[at : at + most] for word in one) for at in range(len(spoken))]
    return max((_share(meaning(words(gold)), there) for gold in golds for there in stretches), default=0.0)


def f1(text: str, golds: Sequence[str]) -> float:
    """Return the harmonic mean of precision and recall of words, the best of several golds (SQuAD's F1)."""
    return max((_f1(words(text), words(gold)) for gold in golds), default=0.0)


def first_sentences(text: str, most: int) -> str:
    """Return a text's first sentences, without citation markers."""
    bare = without_markers(text)
    spans = sentence_spans(bare)[:most]
    return bare[: spans[-1][1]] if spans else bare


def count_sentences(text: str) -> int:
    """Return how many sentences a text has; a citation marker is none."""
    return len(sentence_spans(without_markers(text)))


def meaning(found: Sequence[str]) -> list[str]:
    """Return the words that carry meaning; all of them where none does."""
    return [word for word in found if not is_stopword(word)] or list(found)


def _tells_long(text: str, gold: str, question: str) -> bool:
    wanted = meaning(words(gold))
    if len(wanted) < SENTENCE_LONG:
        return False
    new = [word for word in wanted if word not in set(words(question))] or wanted
    there = Counter(words(text))
    numbers = [word for word in new if word[0].isdigit()]
    if numbers and _share(numbers, there) == 1 and _share(wanted, there) >= TOLD:
        return True
    return _share(new, there) >= TOLD and _share(numbers, there) >= TOLD


def _share(wanted: Sequence[str], there: Counter[str]) -> float:
    return sum((Counter(wanted) & there).values()) / len(wanted) if wanted else 1.0


def _f1(found: Sequence[str], wanted: Sequence[str]) -> float:
    common = sum((Counter(found) & Counter(wanted)).values())
    if not common:
        return 0.0
    precision, share = common / len(found), common / len(wanted)
    return 2 * precision * share / (precision + share)


def _runs_in(wanted: Sequence[str], found: Sequence[str]) -> bool:
    length = len(wanted)
    return bool(length) and any(found[at : at + length] == wanted for at in range(len(found) - length + 1))
