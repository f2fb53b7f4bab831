"""States that the sample corpus doesn't bring about: the replies are written here, the page is real."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from tests.browser.chat import NAME, WHO, Chat, stream_of

QUOTE = "Pengunjung mencapai 18.000 orang."
VALUES = [
    {"value": "18.000", "date": None, "citations": [1]},
    {"value": "21.500", "date": "2025-08-18", "citations": [2]},
]


def source(n: int, **more: Any) -> dict[str, Any]:
    return {
        "n": n,
        "doc_id": f"doc{n}",
        "version": "sha256:0",
        "passage_id": f"p{n}",
        "title": f"Kabar {n}",
        "uri": f"https://kabar{n}.example/a",
        "author": None,
        "published_at": "2025-08-21",
        "language": "id",
        "text": QUOTE,
        "score": 1.0,
        "cited": n < 3,
        "view_url": f"/documents/doc{n}?version=sha256:0#0-33",
    } | more


def citation(n: int, support: str) -> dict[str, Any]:
    return {
        "n": n,
        "start": 0,
        "end": 33,
        "source": n,
        "doc_id": f"doc{n}",
        "version": "sha256:0",
        "passage_id": f"p{n}",
        "quote": QUOTE,
        "location": {"start": 0, "end": 33},
        "support": support,
        "score": 1.0,
    }


def answer(**more: Any) -> dict[str, Any]:
    return {
        "id": "ans_1",
        "model": "tulis-7b",
        "question": "Berapa?",
        "standalone_question": "Berapa?",
        "status": "partial",
        "language": "id",
        "answer": f"{QUOTE} [1][2]",
        "citations": [citation(1, "partial"), citation(2, "unsupported")],
        "sources": [source(1, same_story=[3, 4]), source(2, published_at="2025-08-18"), source(3), source(4)],
        "conflicts": [{"about": "jumlah pengunjung", "values": VALUES}],
        "missing": ["jumlah pada 2024"],
        "timings": {"total_ms": 1234},
        "warnings": ["Model menjawab lambat."],
    } | more


def replying(body: str) -> Callable[[Route], None]:
    return lambda route: route.fulfill(status=200, content_type="text/event-stream", body=body)


def reply_with(chat: Chat, whole: dict[str, Any]) -> None:
    events = [
        ("retrieval", {"sources": whole["sources"]}),
        ("delta", {"text": whole["answer"]}),
        ("done", whole),
    ]
    chat.page.route("**/v1/answer", replying(stream_of(*events)))
    chat.send("Berapa?")
    chat.settled()


def test_conflict_same_story_and_notes(chat: Chat) -> None:
    reply_with(chat, answer())
    rows = chat.last.locator(".conflict tbody tr")
    expect(rows.nth(0)).to_contain_text("18.000")
    expect(rows.nth(0)).to_contain_text("21 Agustus 2025")
    expect(rows.nth(1)).to_contain_text("kabar2.example")
    expect(rows.nth(1)).to_contain_text("18 Agustus 2025")
    story = chat.last.locator(".story")
    expect(story.locator("summary")).to_have_text("juga di 2 sumber lain")
    story.locator("summary").click()
    expect(story.locator("li")).to_have_count(2)
    expect(chat.answer.locator(".verdict")).to_have_text("Terjawab sebagian")
    expect(chat.last.locator(".missing li")).to_have_text("jumlah pada 2024")
    expect(chat.last.locator(".warnings li")).to_have_text("Model menjawab lambat.")
    expect(chat.last.locator(".facts")).to_have_text("Ditulis oleh tulis-7b · 1,2 detik")


def test_answer_is_kept_as_soon_as_it_is_done(chat: Chat) -> None:
    """The connection of a finished answer may stay open; a reload must find the answer all the same."""
    chat.page.evaluate(
        """(body) => {
            const stream = new ReadableStream({ start: (writer) => writer.enqueue(new TextEncoder().encode(body)) });
            window.fetch = async () => new Response(stream, { headers: { "Content-Type": "text/event-stream" } });
        }""",
        stream_of(("delta", {"text": answer()["answer"]}), ("done", answer())),
    )
    chat.send("Berapa?")
    chat.settled()
    chat.page.reload()
    expect(chat.turns).to_have_count(1)
    expect(chat.answer.locator(".verdict")).to_have_text("Terjawab sebagian")


def test_weak_support_is_told_by_shape_and_words(chat: Chat) -> None:
    reply_with(chat, answer())
    expect(chat.marker(1).locator(".icon-partial")).to_be_visible()
    expect(chat.marker(2).locator(".icon-unsupported")).to_be_visible()
    expect(chat.marker(2)).to_have_attribute("aria-label", "Kutipan 2: Kabar 2. Tidak didukung")


def test_stop_and_try_again(chat: Chat) -> None:
    chat.page.route("**/v1/answer", lambda route: None)  # never answered
    chat.send(WHO)
    send = chat.page.locator("#send")
    expect(send).to_have_attribute("aria-label", "Hentikan")
    send.click()
    expect(chat.last.locator(".aside")).to_have_text("Dihentikan.")
    expect(send).to_have_attribute("aria-label", "Kirim pertanyaan")
    chat.page.unroute("**/v1/answer")
    chat.last.get_by_role("button", name="Coba lagi").click()
    expect(chat.answer).to_contain_text(NAME)
    expect(chat.turns).to_have_count(1)


def test_problem_is_told_in_its_own_words(chat: Chat) -> None:
    detail = "Model bahasa tidak menjawab. Coba lagi sebentar lagi."
    problem = {"type": "about:blank", "title": "Unavailable", "status": 503, "detail": detail}
    chat.page.route(
        "**/v1/answer",
        lambda route: route.fulfill(status=503, content_type="application/problem+json", json=problem),
    )
    chat.send("Siapa?")
    expect(chat.last.get_by_role("alert")).to_have_text(detail)


def test_error_in_the_stream_keeps_what_has_come(chat: Chat) -> None:
    body = stream_of(
        ("retrieval", {"sources": [source(1)]}),
        ("delta", {"text": "Setengah"}),
        ("error", {"status": 500, "title": "", "detail": "Penulisan gagal."}),
    )
    chat.page.route("**/v1/answer", replying(body))
    chat.send("Siapa?")
    expect(chat.last.get_by_role("alert")).to_have_text("Penulisan gagal.")
    expect(chat.answer).to_have_text("Setengah")


def test_stream_that_breaks_off_is_an_error(chat: Chat) -> None:
    chat.page.route("**/v1/answer", replying(stream_of(("delta", {"text": "Setengah"}))))
    chat.send("Siapa?")
    expect(chat.last.get_by_role("alert")).to_have_text("Sambungan terputus sebelum jawaban selesai.")


def test_server_gone_and_back(chat: Chat) -> None:
    chat.page.route("**/*", lambda route: route.abort())
    chat.send(WHO)
    banner = chat.page.locator("#banner")
    expect(banner).to_contain_text("Server tidak bisa dihubungi")
    chat.page.unroute("**/*")
    expect(banner).to_be_hidden()
    expect(chat.announcer).to_have_text("Terhubung kembali.")
    chat.last.get_by_role("button", name="Coba lagi").click()
    expect(chat.answer).to_contain_text(NAME)


def test_document_that_has_changed_says_so(chat: Chat) -> None:
    about = {"doc_id": "doc1", "uri": "a.txt", "title": "Kabar 1", "version": "sha256:1", "passages": 1}
    chat.page.route("**/v1/documents/doc1", lambda route: route.fulfill(json=about))
    chat.page.route(
        "**/v1/documents/doc1/text*",
        lambda route: route.fulfill(json={"doc_id": "doc1", "version": "sha256:0", "text": "😀" + QUOTE}),
    )
    reply_with(chat, answer())
    chat.open_citation(1)
    expect(chat.panel.locator(".notice").nth(0)).to_contain_text("versi lama")
    expect(chat.panel.locator(".notice").nth(1)).to_contain_text("tidak sama dengan kutipannya")


@pytest.mark.parametrize("size", [2_000_000])
def test_long_document_opens_at_its_quote(chat: Chat, size: int) -> None:
    line = "Baris 😀 panjang dari sebuah dokumen yang sangat besar.\n"
    before = line * (size // len(line))
    start = len(before)
    text = before + QUOTE + "\n" + before
    cited = citation(1, "verbatim") | {"location": {"start": start, "end": start + len(QUOTE)}}
    chat.page.route("**/v1/documents/doc1", lambda route: route.fulfill(status=404, json={"detail": "tidak ada"}))
    chat.page.route(
        "**/v1/documents/doc1/text*",
        lambda route: route.fulfill(json={"doc_id": "doc1", "version": "sha256:0", "text": text}),
    )
    reply_with(chat, answer(citations=[cited]))
    mark = chat.open_citation(1)
    expect(mark).to_be_in_viewport()
    assert chat.marked() == QUOTE
