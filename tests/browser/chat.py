"""What a reader does on the page, as the tests say it."""

import json
from typing import Any

from playwright.sync_api import Locator, Page, expect

# A question that the sample corpus answers out of two documents, and the name that the newer one gives.
WHO = "Siapa Kepala Otorita Pelabuhan Tanjung Angin?"
NAME = "Laksmi Wardhani"


class Chat:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.question = page.locator("#question")
        self.turns = page.locator(".turn")
        self.last = page.locator(".turn").last
        self.answer = self.last.locator(".answer")
        self.panel = page.locator("#panel")
        self.rows = page.locator(".document-row")
        self.announcer = page.locator("#announcer")

    def ask(self, question: str) -> dict[str, Any]:
        """Ask, wait for the end, and return the answer as the service has it kept."""
        self.send(question)
        self.settled()
        kept = self.page.evaluate("() => JSON.parse(sessionStorage.getItem('kutip.conversation')).at(-1).answer.id")
        reply = self.page.request.get(f"{self.page.evaluate('() => location.origin')}/v1/answers/{kept}")
        assert reply.ok, reply.text()
        return dict(reply.json())

    def send(self, question: str) -> None:
        count = self.turns.count()
        self.question.fill(question)
        self.question.press("Enter")
        expect(self.turns).to_have_count(count + 1)

    def settled(self) -> None:
        expect(self.last).to_have_attribute("aria-busy", "false")

    def marker(self, n: int) -> Locator:
        return self.answer.locator(".marker", has_text=f"[{n}]").first

    def open_citation(self, n: int) -> Locator:
        self.marker(n).click()
        mark = self.panel.locator("mark")
        expect(mark.first).to_be_visible()
        return mark

    def open_library(self) -> None:
        self.page.locator("#open-library").click()
        expect(self.rows.first).to_be_visible()

    def row(self, text: str) -> Locator:
        return self.rows.filter(has_text=text)

    def choose_file(self, name: str, content: str | bytes) -> None:
        data = content.encode() if isinstance(content, str) else content
        self.page.locator("#files").set_input_files({"name": name, "mimeType": "text/plain", "buffer": data})

    def drop_file(self, name: str, content: str) -> None:
        transfer = self.page.evaluate_handle(
            """([name, content]) => {
                const transfer = new DataTransfer();
                transfer.items.add(new File([content], name, { type: "text/plain" }));
                return transfer;
            }""",
            [name, content],
        )
        for event in ("dragenter", "dragover", "drop"):
            self.page.dispatch_event("#talk", event, {"dataTransfer": transfer})

    def uploaded(self) -> Locator:
        """The notice of the newest upload, once the file has been read or refused."""
        notice = self.page.locator(".upload").last
        expect(notice.locator("button")).to_be_visible()
        return notice

    def marked(self) -> str:
        return "".join(self.panel.locator("mark").all_text_contents())

    def overflow(self) -> int:
        """By how many pixels the page is wider than the window."""
        return int(self.page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth"))


def stream_of(*events: tuple[str, Any]) -> str:
    return "".join(f"event: {name}\ndata: {json.dumps(data)}\n\n" for name, data in events)
