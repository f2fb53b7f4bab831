"""Answers, hits and ingested files as a person reads them on a terminal."""

import json
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

Json = dict[str, Any]
_MOST_CONSULTED = 5
_STATUS = {"abstained": "The documents don't tell.", "partial": "The documents tell only a part of it."}
_LONGEST_SNIPPET = 400
# What is in a document must not command the terminal.
_CONTROLS = {code: "\ufffd" for code in [*range(32), *range(127, 160)] if code not in (9, 10)}


def console(*, stderr: bool = False) -> Console:
    """Return a console that shows text as it is: no markup, nothing coloured by guess."""
    made = Console(stderr=stderr, markup=False, emoji=False, highlight=False)
    made.soft_wrap = not made.is_terminal  # lines stay whole for the programs that read them
    return made


def show_json(body: Json, *, compact: bool = False) -> None:
    """Print an object of the API."""
    print(json.dumps(body, ensure_ascii=False, indent=None if compact else 2))


def show_answer(answer: Json) -> None:
    """Print an answer, then the words it rests on."""
    out = console()
    if note := _STATUS.get(answer["status"]):
        out.print(Text(note, "yellow"))
    out.print(clean(answer["answer"]))
    sources = {source["n"]: source for source in answer["sources"]}
    shown: set[int] = set()
    for citation in answer["citations"]:
        if citation["n"] in shown:
            continue
        shown.add(citation["n"])
        out.print()
        out.print(Text.assemble((f"[{citation['n']}] ", "bold cyan"), f"“{clean(citation['quote'])}”"))
        if citation["support"] == "partial":
            out.print(Text("    supports a part of it only", "yellow"))
        _show_place(out, sources[citation["source"]])
    for conflict in answer["conflicts"]:
        out.print()
        out.print(Text(f"The documents disagree about {clean(conflict['about'])}:", "yellow"))
        for value in conflict["values"]:
            marks = "".join(f"[{n}]" for n in value["citations"])
            dated = f", {value['date']}" if value["date"] else ""
            out.print(f"  {clean(value['value'])}{dated} {marks}")
    for missing in answer["missing"]:
        out.print(Text(f"Not covered: {clean(missing)}", "yellow"))
    for span in answer.get("unsupported", ()):
        sentence = clean(answer["answer"][span["start"] : span["end"]])
        out.print(Text(f"No source supports: “{sentence}”", "yellow"))
    if not answer["citations"]:
        _show_consulted(out, answer["sources"])
    out.print(Text(clean(answer["id"]), "dim"))
    for warning in answer["warnings"]:
        console(stderr=True).print(Text(f"kutip: {clean(warning)}", "yellow"))


def show_replay(replay: Json) -> None:
    """Print the question, the new answer, and whether it is the old one, and if not, why."""
    out = console()
    out.print(Text(clean(replay["answer"]["question"]), "bold"))
    show_answer(replay["answer"])
    out.print()
    of = clean(replay["of"])
    if replay["identical"]:
        out.print(Text(f"The same answer as {of}.", "green"))
    else:
        out.print(Text(f"Not the same answer as {of}:", "yellow"))
    for difference in replay["differences"]:
        out.print(f"  {clean(difference['detail'])}")


def show_hits(reply: Json) -> None:
    """Print the passages of a search."""
    out = console()
    if not reply["hits"]:
        out.print("Nothing matches.")
    for hit in reply["hits"]:
        out.print(Text.assemble((f"{hit['n']}. ", "bold cyan"), (clean(hit["title"]), "bold"), f"  {hit['score']:.3f}"))
        _show_place(out, hit, title=False)
        for stage, seen in (hit.get("stages") or {}).items():
            out.print(f"    {stage}: rank {seen['rank']:.0f}, score {seen['score']:.4f}")
        text = " ".join(clean(hit["text"]).split())
        out.print("    " + text[:_LONGEST_SNIPPET] + ("…" if len(text) > _LONGEST_SNIPPET else ""))
        out.print()


def show_counts(counts: dict[str, int], failed: list[tuple[str, str]]) -> None:
    """Print how an ingestion went: how many files came to what, and why some failed."""
    out = console()
    table = Table("files", "", box=None, show_header=False)
    for what, count in counts.items():
        table.add_row(f"{count:6}", what)
    out.print(table)
    for name, reason in failed:
        out.print(Text.assemble(("  " + clean(name), "bold"), f": {clean(reason)}"))


def clean(text: str) -> str:
    """Return text without the characters that a terminal obeys."""
    return text.translate(_CONTROLS)


def _show_place(out: Console, source: Json, *, title: bool = True) -> None:
    known = [source["title"] if title else None, source["author"], source["published_at"]]
    if line := " · ".join(clean(part) for part in known if part):
        out.print(f"    {line}")
    out.print(Text(f"    {clean(source['uri'])}", "dim"))


def _show_consulted(out: Console, sources: list[Json]) -> None:
    titles = list(dict.fromkeys(clean(source["title"]) for source in sources))
    if titles:
        more = f" and {len(titles) - _MOST_CONSULTED} more" if len(titles) > _MOST_CONSULTED else ""
        out.print(Text(f"Consulted: {'; '.join(titles[:_MOST_CONSULTED])}{more}", "dim"))
