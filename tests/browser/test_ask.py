"""Asking, reading, following a citation into its document."""

import json
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.chat import NAME, WHO, Chat


def documents(answer: dict[str, Any]) -> set[str]:
    return {each["doc_id"] for each in answer["sources"]}


def test_answer_with_its_citations(chat: Chat) -> None:
    answer = chat.ask(WHO)
    assert answer["status"] == "answered"
    expect(chat.last.locator("h2")).to_have_text(WHO)
    expect(chat.answer).to_contain_text(NAME)
    for citation in answer["citations"]:
        expect(chat.marker(citation["n"])).to_be_visible()
    cited = {each["doc_id"] for each in answer["citations"]}
    expect(chat.last.locator(".cited > .source")).to_have_count(len(cited))
    expect(chat.last.locator(".looked > .source")).to_have_count(len(documents(answer) - cited))


def test_finished_answer_is_announced_once(chat: Chat) -> None:
    chat.ask(WHO)
    expect(chat.announcer).to_contain_text(NAME)
    expect(chat.announcer).not_to_contain_text("[1]")


def test_card_shows_the_quote_and_its_support(chat: Chat) -> None:
    citation = chat.ask(WHO)["citations"][0]
    card = chat.page.locator("#card")
    chat.marker(citation["n"]).hover()
    expect(card.locator("blockquote")).to_have_text(citation["quote"])
    expect(card.locator(".support")).to_have_text(
        {"verbatim": "Kata demi kata", "supported": "Didukung sumber", "partial": "Didukung sebagian"}[
            citation["support"]
        ]
    )
    chat.page.keyboard.press("Escape")
    expect(card).to_be_hidden()


def test_card_comes_by_keyboard_too(chat: Chat) -> None:
    citation = chat.ask(WHO)["citations"][0]
    chat.last.locator("h2").focus()
    chat.page.keyboard.press("Tab")
    expect(chat.marker(citation["n"])).to_be_focused()
    expect(chat.page.locator("#card blockquote")).to_have_text(citation["quote"])


def test_citation_opens_its_document_at_the_very_words(chat: Chat, api: Any) -> None:
    for citation in chat.ask(WHO)["citations"]:
        mark = chat.open_citation(citation["n"])
        expect(mark.first).to_be_in_viewport()
        assert chat.marked() == citation["quote"]
        place = citation["location"]
        stored = api(f"/v1/documents/{citation['doc_id']}/text?version={citation['version']}")["text"]
        assert stored[place["start"] : place["end"]] == citation["quote"]
        assert chat.panel.locator(".document-text").evaluate("(element) => element.textContent") == stored
    expect(chat.panel.locator(".notice")).to_have_count(0)


def test_escape_closes_the_document_and_gives_the_focus_back(chat: Chat) -> None:
    chat.ask(WHO)
    chat.marker(1).focus()
    chat.page.keyboard.press("Enter")
    expect(chat.panel.locator("mark").first).to_be_focused()
    chat.page.keyboard.press("Escape")
    expect(chat.panel).to_be_hidden()
    expect(chat.marker(1)).to_be_focused()


def test_back_button_closes_the_document(chat: Chat) -> None:
    chat.ask(WHO)
    chat.open_citation(1)
    chat.page.go_back()
    expect(chat.panel).to_be_hidden()
    expect(chat.turns).to_have_count(1)


def test_view_url_opens_the_document_by_itself(open_chat: Any) -> None:
    source = next(each for each in open_chat().ask(WHO)["sources"] if each["cited"])
    alone = open_chat(path=source["view_url"])
    expect(alone.panel.locator("mark").first).to_be_visible()
    assert alone.marked() == source["text"]


def test_follow_up_goes_with_what_was_said(chat: Chat) -> None:
    first = chat.ask("Siapa Kepala Otorita Pelabuhan Tanjung Angin pada 2021?")
    with chat.page.expect_request("**/v1/answer") as sent:
        second = chat.ask("Lalu siapa yang menggantikannya?")
    assert json.loads(sent.value.post_data or "")["messages"] == [
        {"role": "user", "content": first["question"]},
        {"role": "assistant", "content": first["answer"]},
    ]
    searched = chat.last.locator(".searched")
    expect(searched).to_have_text(f"Dicari: {second['standalone_question']}")
    expect(chat.turns).to_have_count(2)


def test_abstention_says_what_was_looked_at(chat: Chat) -> None:
    answer = chat.ask("Berapa tarif parkir di Bandara Schiphol pada 1987?")
    assert answer["status"] == "abstained"
    expect(chat.answer.locator(".verdict")).to_have_text("Tidak ada di dokumen")
    expect(chat.answer).to_contain_text(answer["answer"])
    expect(chat.last.locator(".marker")).to_have_count(0)
    expect(chat.last.locator(".missing li")).to_have_text(answer["missing"])
    expect(chat.last.locator(".looked > .source")).to_have_count(len(documents(answer)))


def test_reload_keeps_the_conversation_and_new_one_forgets_it(chat: Chat) -> None:
    chat.ask(WHO)
    chat.page.reload()
    expect(chat.answer).to_contain_text(NAME)
    expect(chat.marker(1)).to_be_visible()
    chat.page.locator("#new-conversation").click()
    expect(chat.page.locator(".empty h2")).to_be_visible()
    chat.page.reload()
    expect(chat.turns).to_have_count(0)


@pytest.mark.parametrize("locale", ["id-ID", "en-GB"])
def test_suggested_questions_are_answered(open_chat: Any, locale: str) -> None:
    chat = open_chat(locale=locale)
    suggestions = chat.page.locator(".suggestion")
    expect(suggestions).to_have_count(3)
    for n in range(3):
        words = suggestions.nth(n).inner_text()
        suggestions.nth(n).click()
        chat.settled()
        expect(chat.last.locator("h2")).to_have_text(words)
        expect(chat.marker(1)).to_be_visible()
        chat.page.locator("#new-conversation").click()


def test_question_of_4001_characters_is_counted_and_not_sent(chat: Chat) -> None:
    chat.question.fill("😀" * 4000)
    expect(chat.page.locator("#count")).to_have_text("4.000 dari 4.000 huruf")
    expect(chat.page.locator("#send")).to_be_enabled()
    chat.question.fill("😀" * 4001)
    expect(chat.page.locator("#count")).to_contain_text("Terlalu panjang")
    expect(chat.page.locator("#send")).to_be_disabled()
    chat.question.press("Enter")
    expect(chat.turns).to_have_count(0)
