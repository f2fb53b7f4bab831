"""The page's pure modules in the node that playwright carries: each `*.test.mjs` here is one test."""

import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def node() -> Path:
    driver = pytest.importorskip("playwright._impl._driver", reason="playwright, which carries node, isn't installed")
    executable, _ = driver.compute_driver_executable()
    if not Path(executable).exists():
        pytest.skip(f"this playwright carries no node at {executable}")
    return Path(executable)


@pytest.mark.parametrize("path", sorted(HERE.glob("*.test.mjs")), ids=lambda path: path.name.removesuffix(".test.mjs"))
def test_module(node: Path, path: Path) -> None:
    run = subprocess.run(
        [node, "--test", "--test-reporter=spec", path],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert run.returncode == 0, run.stdout + run.stderr
