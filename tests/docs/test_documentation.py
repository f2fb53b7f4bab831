"""What the documentation says is there, is there."""

import json
import re
from pathlib import Path

import pytest

from rag.settings import Settings, load_settings
from server.app import create_app

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "eval/data/banyuwangi/README.md"])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8")):
        if not re.match(r"[a-z]+:", target):
            assert (page.parent / target.split("#")[0]).exists(), f"{page.name} links to {target}"


def test_every_setting_is_documented_with_its_default() -> None:
    text = (ROOT / "docs/configuration.md").read_text("utf-8")
    for name, field in Settings.model_fields.items():
        row = next((line for line in text.splitlines() if line.startswith(f"| `KUTIP_{name.upper()}`")), None)
        assert row, f"KUTIP_{name.upper()} is missing from docs/configuration.md"
        default = str(field.default).lower() if isinstance(field.default, bool) else field.default
        assert row.split(" | ")[1] == ("–" if default is None else f"`{default}`"), row


def test_no_setting_is_documented_that_is_gone() -> None:
    text = (ROOT / "docs/configuration.md").read_text("utf-8")
    named = {name.lower() for name in re.findall(r"^\| `KUTIP_([A-Z_]+)`", text, re.MULTILINE)}
    assert named <= set(Settings.model_fields) | {"eval_cache"}


def test_every_route_is_documented() -> None:
    text = (ROOT / "docs/api.md").read_text("utf-8")
    for path in create_app(load_settings()).openapi()["paths"]:
        assert path in text, f"{path} is missing from docs/api.md"


def test_the_readmes_make_targets_exist() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for page in ("README.md", "CONTRIBUTING.md"):
        for target in re.findall(r"^(?:[A-Z_]+=\S+ )*make ([a-z]+)", (ROOT / page).read_text("utf-8"), re.MULTILINE):
            assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_the_sample_sets_counts_are_as_its_readme_says() -> None:
    folder = ROOT / "eval/data/banyuwangi"
    queries = [json.loads(line) for line in (folder / "queries.jsonl").read_text("utf-8").splitlines()]
    readme = (folder / "README.md").read_text("utf-8")
    assert str(len(queries)) in readme
    assert len(queries) >= 60
    assert {query["lang"] for query in queries} == {"id", "en"}
    assert {query["answerable"] for query in queries} == {True, False}
