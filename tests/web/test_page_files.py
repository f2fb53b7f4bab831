"""What must hold for the page's files as they are on disk: safe, small, readable."""

import re
from pathlib import Path

import pytest

WEB = Path(__file__).parents[2] / "server" / "web"
FILES = sorted(path for path in WEB.rglob("*") if path.is_file())
SCRIPTS = [path for path in FILES if path.suffix == ".js"]
HTML = (WEB / "index.html").read_text(encoding="utf-8")
BUDGET = 120_000


def test_whole_page_is_small() -> None:
    # types.js holds types alone and is never loaded.
    assert sum(path.stat().st_size for path in FILES if path.name != "types.js") < BUDGET


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_scripts_never_parse_markup_or_code(path: Path) -> None:
    banned = (
        r"innerHTML|outerHTML|insertAdjacentHTML|setHTML|document\.write|DOMParser|createContextualFragment"
        r"|\beval\(|new Function"
    )
    assert not re.search(banned, path.read_text(encoding="utf-8"))


def test_page_has_no_inline_script_or_style() -> None:
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", HTML)
    assert not [tag for tag in re.findall(r"<script[^>]*>", HTML) if " src=" not in tag]


def test_nothing_comes_from_elsewhere() -> None:
    harmless = ("http://www.w3.org/", "http://kutip.invalid")
    for path in FILES:
        for url in re.findall(
            r"(?:https?:|(?<=[\"'(]))//[\w.-]+\.[a-z]{2,}[^\s\"'`)]*", path.read_text(encoding="utf-8")
        ):
            assert url.startswith(harmless), f"{path.name}: {url}"


def test_every_file_that_the_page_names_exists() -> None:
    named = re.findall(r'(?:src|href)="/static/([^"]+)"', HTML)
    assert len(named) > 10
    for name in named:
        assert (WEB / name).is_file(), name
    for path in SCRIPTS:
        for name in re.findall(r'^import .* from "\./([^"]+)";$', path.read_text(encoding="utf-8"), re.MULTILINE):
            assert (WEB / "js" / name).is_file(), f"{path.name}: {name}"


def test_every_id_that_the_scripts_want_is_in_the_page() -> None:
    wanted = {name for path in SCRIPTS for name in re.findall(r'byId\("([^"]+)"\)', path.read_text(encoding="utf-8"))}
    assert wanted <= set(re.findall(r'\bid="([^"]+)"', HTML))


def test_suggestions_are_about_documents_of_the_sample() -> None:
    sample = {path.name for path in (WEB.parents[1] / "eval" / "data" / "banyuwangi" / "documents").iterdir()}
    named = re.findall(r'file: "([^"]+)"', (WEB / "js" / "suggestions.js").read_text(encoding="utf-8"))
    assert len(named) == 6
    assert set(named) <= sample


def palette() -> dict[str, tuple[str, str]]:
    css = (WEB / "css" / "palette.css").read_text(encoding="utf-8")
    return {
        name: (light, dark) for name, light, dark in re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", css)
    }


def contrast(one: str, other: str) -> float:
    """WCAG 2.2's contrast ratio of two colours."""

    def luminance(colour: str) -> float:
        channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
        red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("front", "back", "least"),
    [(front, back, 4.5) for front in ("ink", "soft", "accent") for back in ("paper", "sheet", "wash")]
    + [("ink", "mark", 4.5), ("on-accent", "accent", 4.5), ("paper", "ink", 4.5)]
    + [("edge", back, 3.0) for back in ("paper", "sheet")]
    + [("accent", "mark", 3.0), ("soft", "rule", 3.0)],
)
def test_colours_can_be_told_apart(front: str, back: str, least: float, theme: int) -> None:
    colours = palette()
    assert contrast(colours[front][theme], colours[back][theme]) >= least


def test_colours_are_named_once() -> None:
    for path in FILES:
        if path.suffix == ".css" and path.name != "palette.css":
            assert not re.search(r"#[0-9a-fA-F]{3,8}\b(?![^{]*\{)|\brgba?\(", path.read_text(encoding="utf-8")), (
                path.name
            )
