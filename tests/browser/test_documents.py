"""Adding, listing and deleting documents on the page."""

from typing import Any

from playwright.sync_api import expect

from tests.browser.chat import Chat

BOAT = (
    "Lomba Perahu Jerami\n\n"
    "Ketua panitia Lomba Perahu Jerami Kali Setail adalah Wiratma Jaladri, guru olahraga dari Karangwelas."
)
KITE = "Pekan Layang-Layang\n\nJuara Pekan Layang-Layang Pantai Ngagel adalah regu Elang Senja dari Kampung Paritmas."
DRAFT = "Catatan Sementara\n\nCatatan ini dibuat untuk dihapus. Sandi gudang arsip Ploso adalah belimbing wuluh."


def test_chosen_file_can_be_asked(chat: Chat) -> None:
    chat.choose_file("lomba-perahu.txt", BOAT)
    expect(chat.uploaded()).to_contain_text("1 berkas siap ditanya.")
    answer = chat.ask("Siapa ketua panitia Lomba Perahu Jerami Kali Setail?")
    expect(chat.answer).to_contain_text("Wiratma Jaladri")
    chat.open_citation(1)
    assert chat.marked() == answer["citations"][0]["quote"]


def test_dropped_file_can_be_asked(chat: Chat) -> None:
    chat.drop_file("layang-layang.txt", KITE)
    expect(chat.page.locator("#overlay")).to_be_hidden()
    expect(chat.uploaded()).to_contain_text("1 berkas siap ditanya.")
    chat.ask("Siapa juara Pekan Layang-Layang Pantai Ngagel?")
    expect(chat.answer).to_contain_text("Elang Senja")


def test_file_that_cannot_be_read_is_named_with_its_reason(chat: Chat) -> None:
    chat.choose_file("kosong.txt", b"")
    notice = chat.uploaded()
    expect(notice).to_contain_text("kosong.txt: ")
    expect(notice).to_contain_text("1 berkas tidak bisa dibaca")


def test_list_filter_and_open(chat: Chat, api: Any) -> None:
    documents = api("/v1/documents?collection=default&limit=100")["data"]
    chat.open_library()
    expect(chat.rows).to_have_count(len(documents))
    chat.page.locator(".field").fill("koperasi-kopi")
    expect(chat.rows).to_have_count(1)
    chat.rows.first.locator(".source-title").click()
    one = next(each for each in documents if "koperasi-kopi" in each["uri"])
    stored = api(f"/v1/documents/{one['doc_id']}/text")["text"]
    expect(chat.panel.locator(".document-text")).to_be_visible()
    assert chat.panel.locator(".document-text").evaluate("(element) => element.textContent") == stored
    chat.page.locator("#panel-back").click()
    expect(chat.rows.first).to_be_visible()


def test_delete_asks_first_and_then_it_is_gone(chat: Chat) -> None:
    chat.choose_file("sementara.txt", DRAFT)
    chat.uploaded()
    chat.open_library()
    row = chat.row("sementara.txt")
    dialog = chat.page.locator("#confirm")
    row.locator("button").last.click()
    expect(dialog).to_contain_text("tidak bisa dibatalkan")
    chat.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(row).to_have_count(1)
    row.locator("button").last.click()
    chat.page.locator("#confirm-yes").click()
    expect(row).to_have_count(0)
    chat.page.locator("#panel-close").click()
    assert all("belimbing" not in each["text"] for each in chat.ask("Apa sandi gudang arsip Ploso?")["sources"])


def test_collection_picker_names_what_there_is(chat: Chat, api: Any) -> None:
    names = [each["name"] for each in api("/v1/collections")["data"]]
    expect(chat.page.locator("#collection option")).to_have_text(names)
    expect(chat.page.locator("#collection")).to_have_value("default")
