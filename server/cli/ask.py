"""``kutip ask`` and ``kutip search``."""

from server.cli.access import open_corpus
from server.cli.common import Common
from server.cli.progress import waiting
from server.cli.show import show_answer, show_hits, show_json, show_replay


def run_ask(common: Common, question: str, as_json: bool) -> None:
    """Answer a question and show the answer."""
    with waiting("Looking it up"), open_corpus(common.settings()) as corpus:
        answer = corpus.ask(question, common.collection_name)
    if as_json:
        show_json(answer)
    else:
        show_answer(answer)


def run_replay(common: Common, answer_id: str, as_json: bool) -> bool:
    """Ask again what a kept answer was given to and show how it comes out; return whether it is the same."""
    with waiting("Asking again"), open_corpus(common.settings()) as corpus:
        replay = corpus.replay(answer_id)
    if as_json:
        show_json(replay)
    else:
        show_replay(replay)
    return bool(replay["identical"])


def run_search(common: Common, query: str, top_k: int, explain: bool, as_json: bool) -> None:
    """Search and show the hits."""
    with waiting("Searching"), open_corpus(common.settings()) as corpus:
        reply = corpus.search(query, common.collection_name, top_k, explain)
    if as_json:
        show_json(reply)
    else:
        show_hits(reply)
