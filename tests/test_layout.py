"""The packages are this repository's, and nobody else's."""

from importlib import import_module
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("name", ["eval", "index", "rag", "server"])
def test_top_level_packages_are_ours(name: str) -> None:
    module = import_module(name)
    assert module.__file__ is not None
    assert Path(module.__file__).resolve() == ROOT / name / "__init__.py"
    assert set(packages_distributions().get(name, [])) <= {"kutip"}


@pytest.mark.parametrize("folder", sorted({path.parent for path in (ROOT / "tests").rglob("*.py")}), ids=str)
def test_every_folder_of_tests_is_a_package(folder: Path) -> None:
    assert (folder / "__init__.py").is_file()
