"""Web pages: the article without navigation, by trafilatura; the whole page's text where there is no article."""

import re

from index.errors import UnreadableFileError
from index.language.dates import published_at
from index.parsing.base import language_code
from index.parsing.charset import decode
from index.types import ParsedDocument

_DECLARED = re.compile(rb"""<meta[^>]{0,200}charset=["']?\s*([A-Za-z0-9_-]{2,40})""", re.IGNORECASE)
_LANGUAGE = re.compile(r"""<html[^>]{0,400}\blang=["']?([A-Za-z-]{2,20})""", re.IGNORECASE)
_SHORTEST_ARTICLE = 200
_BLOCKS = tuple(
    """address article aside blockquote br caption dd div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6 header
    hr li main nav ol option p pre section table tr ul""".split()
)


class HtmlParser:
    """HTML pages as they were saved. Scripts are never run and nothing is fetched."""

    media_type = "text/html"
    suffixes = (".html", ".htm", ".xhtml")

    def parse(self, data: bytes) -> ParsedDocument:
        """Return the article's text with title, author and date as the page gives them."""
        from lxml import etree, html  # noqa: PLC0415 heavy
        from trafilatura import bare_extraction  # noqa: PLC0415 heavy

        declared = _DECLARED.search(data[:4096])
        source = decode(data, declared.group(1).decode("ascii") if declared else None)
        if not source.strip():
            return ParsedDocument(text="")
        try:
            tree = html.document_fromstring(source.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8"))
        except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
            raise UnreadableFileError(f"The page's HTML can't be read: {error}.") from error
        extracted = bare_extraction(tree, favor_recall=True, include_comments=False, with_metadata=True)
        article = extracted.as_dict() if extracted else {}
        text = (article.get("text") or "").strip()
        if len(text) < _SHORTEST_ARTICLE:
            whole = _whole_text(source)
            text = whole if len(whole) >= len(text) else text
        language = _LANGUAGE.search(source[:4000])
        return ParsedDocument(
            text=text,
            title=article.get("title") or None,
            author=article.get("author") or None,
            published_at=article.get("date") or published_at(text),
            language=language_code(language.group(1)) if language else None,
        )


def _whole_text(source: str) -> str:
    from lxml import html  # noqa: PLC0415 heavy

    tree = html.document_fromstring(source.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8"))
    for element in tree.xpath("//script|//style|//noscript|//template|//head"):
        element.drop_tree()
    for element in tree.iter(*_BLOCKS):
        element.text = "\n" + (element.text or "")
        element.tail = "\n" + (element.tail or "")
    for element in tree.iter("td", "th"):
        element.tail = " " + (element.tail or "")
    lines = (" ".join(line.split()) for line in tree.text_content().split("\n"))
    return "\n".join(line for line in lines if line)
