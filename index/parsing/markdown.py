"""Markdown, rendered to plain text: what a reader sees is what is quoted."""

import re

from markdown_it import MarkdownIt
from markdown_it.token import Token

from index.language.dates import published_at
from index.parsing.base import language_code
from index.parsing.charset import decode
from index.types import ParsedDocument

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?=[\w-]+[ \t]*:)(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^(title|author|date|lang|language)[ \t]*:[ \t]*(.+)$", re.IGNORECASE | re.MULTILINE)
_BREAK = re.compile(r"<br\b", re.IGNORECASE)


class MarkdownParser:
    """CommonMark with tables. Raw HTML inside is left out; code is kept as it is."""

    media_type = "text/markdown"
    suffixes = (".md", ".markdown")

    def parse(self, data: bytes) -> ParsedDocument:
        """Return the rendered text; title, author and date from front matter or the first heading."""
        source = decode(data)
        front: dict[str, str] = {}
        match = _FRONT_MATTER.match(source)
        if match:
            front = {key.lower(): value.strip().strip("\"'") for key, value in _FIELD.findall(match.group(1))}
            source = source[match.end() :]
        renderer = _Renderer()
        renderer.render(MarkdownIt("commonmark").enable("table").parse(source))
        text = "\n\n".join(renderer.blocks)
        return ParsedDocument(
            text=text,
            title=front.get("title") or renderer.title,
            author=front.get("author"),
            published_at=published_at(f"date {front['date']}") if "date" in front else published_at(text),
            language=language_code(front.get("lang") or front.get("language") or ""),
        )


class _Renderer:
    """Walks the block tokens and collects paragraphs, list items and table rows as text."""

    def __init__(self) -> None:
        self.blocks: list[str] = []
        self.title: str | None = None
        self._lists: list[int | None] = []  # next number of each open list; None for bullets
        self._mark = ""  # of the list item that has no text yet
        self._row: list[str] | None = None

    def render(self, tokens: list[Token]) -> None:
        for position, token in enumerate(tokens):
            if token.type == "inline":
                heading = tokens[position - 1].type == "heading_open"
                self._text(_inline(token), heading=heading)
            elif token.type in {"fence", "code_block"}:
                self._text(token.content.rstrip("\n"), heading=False)
            else:
                self._structure(token)

    def _structure(self, token: Token) -> None:
        match token.type:
            case "bullet_list_open":
                self._lists.append(None)
            case "ordered_list_open":
                self._lists.append(int(token.attrs.get("start", 1)))
            case "bullet_list_close" | "ordered_list_close":
                self._lists.pop()
            case "list_item_open":
                self._mark = self._next_mark()
            case "list_item_close":
                self._mark = ""
            case "tr_open":
                self._row = []
            case "tr_close":
                self.blocks.append(" | ".join(self._row or []))
                self._row = None

    def _text(self, text: str, *, heading: bool) -> None:
        if heading and not self.title:
            self.title = text
        if self._row is not None:
            self._row.append(text)
        elif text:
            self.blocks.append(self._mark + text)
            self._mark = ""

    def _next_mark(self) -> str:
        number = self._lists[-1]
        if number is None:
            return "- "
        self._lists[-1] = number + 1
        return f"{number}. "


def _inline(token: Token) -> str:
    parts = []
    for child in token.children or []:
        if child.type in {"text", "code_inline"}:
            parts.append(child.content)
        elif child.type == "softbreak":
            parts.append(" ")
        elif child.type == "hardbreak" or (child.type == "html_inline" and _BREAK.match(child.content)):
            parts.append("\n")
        elif child.type == "image":
            parts.append(child.content)
    return "".join(parts).replace("\r", " ").strip()  # "&#13;" gives one
