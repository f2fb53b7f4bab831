"""From statements to an answer's text and citations, every quotation checked against the stored text.

This is the one place where a citation is made. A quotation that isn't word for word in the stored text
of the version it names never becomes one.
"""

from dataclasses import dataclass, field

from rag.answer import Citation, Location, TextSpan
from rag.compose.base import Material, Quote, Statement


@dataclass(slots=True)
class Draft:
    """An answer growing by statements. Offsets count in ``text``."""

    text: str = ""
    citations: list[Citation] = field(default_factory=list)
    statements: list[list[int]] = field(default_factory=list)  # the citations of each statement
    unsupported: list[TextSpan] = field(default_factory=list)  # statements without any

    def add(self, statement: Statement, material: Material, *, keep_unsupported: bool = False) -> list[Citation] | None:
        """Append a statement with its markers; return its citations.

        A statement none of whose quotations holds is left out (None), unless unsupported ones are kept: then it
        has no marker, and its span is noted. A quotation that doesn't support its statement is no citation.
        """
        valid = [q for q in statement.quotes if q.support != "unsupported" and is_verbatim(q, material)]
        if not statement.text.strip() or not (valid or keep_unsupported):
            return None
        if self.text:
            self.text += " "
        self.text += statement.lead
        start = len(self.text)
        self.text += statement.text.strip()
        end = len(self.text)
        made = [
            _citation(quote, material, len(self.citations) + offset, start, end)
            for offset, quote in enumerate(valid, start=1)
        ]
        if made:
            self.text += " " + "".join(f"[{citation.n}]" for citation in made)
        else:
            self.unsupported.append(TextSpan(start=start, end=end))
        self.citations += made
        self.statements.append([citation.n for citation in made])
        return made


def is_verbatim(quote: Quote, material: Material) -> bool:
    """Tell whether a quotation names a source there is and a stretch of words in its stored text."""
    if not 1 <= quote.source <= len(material.sources):
        return False
    source = material.sources[quote.source - 1]
    text = material.text(source.doc_id, source.version)
    return 0 <= quote.start < quote.end <= len(text) and bool(text[quote.start : quote.end].strip())


def _citation(quote: Quote, material: Material, n: int, start: int, end: int) -> Citation:
    source = material.sources[quote.source - 1]
    source.cited = True
    return Citation(
        n=n,
        start=start,
        end=end,
        source=quote.source,
        doc_id=source.doc_id,
        version=source.version,
        passage_id=source.passage_id,
        quote=material.text(source.doc_id, source.version)[quote.start : quote.end],
        location=Location(start=quote.start, end=quote.end),
        support=quote.support,
        score=quote.score,
    )
