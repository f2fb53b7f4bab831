"""The page around the conversation: languages, appearance, keys, narrow windows, size."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.chat import WHO, Chat

BUDGET = 120_000


def test_language_follows_the_browser_and_can_be_changed(open_chat: Any) -> None:
    english = open_chat(locale="en-GB")
    html = english.page.locator("html")
    expect(html).to_have_attribute("lang", "en")
    expect(english.page.locator(".empty h2")).to_have_text("Ask your documents.")
    english.ask(WHO)
    expect(english.last.locator(".sources h3")).to_have_text("Cited")
    english.page.get_by_role("button", name="ID, Bahasa Indonesia").click()
    expect(html).to_have_attribute("lang", "id")
    expect(english.last.locator(".sources h3")).to_have_text("Dikutip")
    english.page.reload()
    expect(html).to_have_attribute("lang", "id")
    expect(english.page.get_by_role("button", name="ID, Bahasa Indonesia")).to_have_attribute("aria-pressed", "true")


def test_appearance_follows_the_system_and_can_be_changed(open_chat: Any) -> None:
    chat = open_chat(color_scheme="dark")
    dark = background(chat)
    toggle = chat.page.locator("#theme")
    expect(toggle).to_have_attribute("aria-label", "Tampilan: mengikuti sistem")
    toggle.click()
    expect(toggle).to_have_attribute("aria-label", "Tampilan: terang")
    assert background(chat) != dark
    chat.page.reload()
    assert background(chat) != dark
    toggle.click()
    expect(toggle).to_have_attribute("aria-label", "Tampilan: gelap")
    assert background(chat) == dark


def background(chat: Chat) -> str:
    return str(chat.page.evaluate("() => getComputedStyle(document.body).backgroundColor"))


@pytest.mark.parametrize("locale", ["id-ID", "en-GB"])
def test_phone_never_scrolls_sideways(open_chat: Any, locale: str) -> None:
    chat = open_chat(width=390, height=844, locale=locale, has_touch=True, is_mobile=True)
    assert chat.overflow() <= 0
    chat.ask(WHO)
    assert chat.overflow() <= 0
    chat.marker(1).tap()
    expect(chat.panel.locator("mark").first).to_be_in_viewport()
    assert chat.overflow() <= 0
    chat.page.locator("#panel-close").tap()
    chat.page.locator("#open-library").tap()
    expect(chat.rows.first).to_be_visible()
    assert chat.overflow() <= 0


def test_sheet_on_a_phone_keeps_the_focus(open_chat: Any) -> None:
    chat = open_chat(width=390, height=844)
    chat.open_library()
    expect(chat.page.locator("#talk")).to_have_js_property("inert", True)
    chat.page.keyboard.press("Escape")
    expect(chat.panel).to_be_hidden()
    expect(chat.page.locator("#talk")).to_have_js_property("inert", False)


def test_keys(chat: Chat) -> None:
    keyboard = chat.page.keyboard
    chat.page.locator("#theme").focus()
    keyboard.press("/")
    expect(chat.question).to_be_focused()
    keyboard.type("?/d")
    expect(chat.question).to_have_value("?/d")
    chat.page.locator("#theme").focus()
    keyboard.press("d")
    expect(chat.panel).to_be_visible()
    keyboard.press("Escape")
    expect(chat.panel).to_be_hidden()
    keyboard.press("?")
    dialog = chat.page.locator("#keys")
    expect(dialog).to_be_visible()
    chat.page.locator("#shortcuts").uncheck()
    keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    keyboard.press("d")
    expect(chat.panel).to_be_hidden()


def test_shift_enter_is_a_new_line(chat: Chat) -> None:
    chat.question.press("a")
    chat.question.press("Shift+Enter")
    chat.question.press("b")
    expect(chat.question).to_have_value("a\nb")
    expect(chat.turns).to_have_count(0)


def test_everything_on_the_empty_page_is_reached_by_tab(chat: Chat) -> None:
    expect(chat.page.locator(".suggestion").first).to_be_visible()
    wanted = chat.page.locator("a[href], button:enabled, textarea, select").filter(visible=True).count()
    seen: set[str] = set()
    for _ in range(wanted + 3):
        chat.page.keyboard.press("Tab")
        seen.add(str(chat.page.evaluate("() => document.activeElement.outerHTML")))
    assert len(seen) >= wanted


def test_page_as_loaded_is_small_and_does_not_shift(open_chat: Any, browser: Any, live_server: str) -> None:
    with browser.new_context(viewport={"width": 1440, "height": 900}) as context:
        page = context.new_page()
        sizes: dict[str, int] = {}
        page.on(
            "requestfinished",
            lambda request: sizes.update({request.url: request.sizes()["responseBodySize"]}),
        )
        page.goto(live_server, wait_until="networkidle")
        page.locator("html[data-ready]").wait_for()
        loaded = {url: size for url, size in sizes.items() if "/v1/" not in url and "/healthz" not in url}
        assert len(loaded) > 20
        assert sum(loaded.values()) < BUDGET
