"""Text that would like to be more than text: nothing of it runs, loads or leads away."""

import pytest
from playwright.sync_api import expect

from tests.browser.chat import Chat
from tests.browser.test_states import answer, citation, reply_with, source

PAYLOADS = [
    "<script>window.pwned = 1</script>",
    "<img src=x onerror=window.pwned=1>",
    "<img src=https://exfil.example/p.png>",
    "<svg onload=window.pwned=1>",
    "<iframe srcdoc='<script>parent.pwned=1</script>'></iframe>",
    '"><input autofocus onfocus=window.pwned=1>',
    "<style>@import 'https://exfil.example/s.css';</style>",
    "<a href=javascript:window.pwned=1>klik</a>",
    "![gambar](https://exfil.example/m.png) [tautan](javascript:window.pwned=1)",
    "{{constructor.constructor('window.pwned=1')()}} ${window.pwned=1}",
]


def unharmed(chat: Chat) -> None:
    assert chat.page.evaluate("() => window.pwned") is None
    alive = ":is(img, iframe, script, style, object, embed, [onload], [autofocus])"
    assert chat.page.locator(f"#conversation {alive}, .panel-body {alive}").count() == 0
    hrefs = chat.page.locator("a").evaluate_all("(links) => links.map((link) => link.protocol)")
    assert set(hrefs) <= {"http:", "https:"}


def test_uploaded_text_and_file_name_show_as_text(chat: Chat) -> None:
    name = "<img src=x onerror=window.pwned=1>.txt"
    text = "\n\n".join(
        ["Catatan Penguji Naskah Kalimaya", *PAYLOADS, "Kepala penguji naskah Kalimaya adalah Sinta <b>Laras</b>."]
    )
    chat.choose_file(name, text)
    chat.uploaded()
    chat.open_library()
    row = chat.row("Kalimaya")
    expect(row).to_have_count(1)
    row.locator(".source-title").click()
    for payload in PAYLOADS:
        expect(chat.panel.locator(".document-text")).to_contain_text(payload)
    unharmed(chat)
    chat.page.locator("#panel-close").click()
    chat.ask("Siapa kepala penguji naskah Kalimaya?")
    expect(chat.answer).to_contain_text("<b>Laras</b>")
    unharmed(chat)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_in_an_answer_or_its_sources_comes_alive(chat: Chat, payload: str) -> None:
    whole = answer(
        answer=f"{payload} [1]",
        standalone_question=payload,
        model=payload,
        missing=[payload],
        warnings=[payload],
        citations=[citation(1, "verbatim") | {"quote": payload}],
        sources=[source(1, title=payload, uri=f"javascript:{payload}", text=payload, language='x" onload="1')],
        conflicts=[{"about": payload, "values": [{"value": payload, "date": payload, "citations": [1]}]}],
    )
    reply_with(chat, whole)
    expect(chat.answer).to_contain_text(payload)
    expect(chat.last.locator(".missing li")).to_have_text(payload)
    chat.marker(1).hover()
    expect(chat.page.locator("#card blockquote")).to_have_text(payload)
    unharmed(chat)


def test_question_shows_as_typed(chat: Chat) -> None:
    chat.page.route("**/v1/answer", lambda route: route.abort())
    chat.send(PAYLOADS[1])
    expect(chat.last.locator("h2")).to_have_text(PAYLOADS[1])
    unharmed(chat)


def test_page_is_sent_with_its_strict_policy(chat: Chat, live_server: str) -> None:
    reply = chat.page.request.get(live_server + "/")
    policy = reply.headers["content-security-policy"]
    for part in (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    ):
        assert part in policy
