from pathlib import Path

import pytest

from server.errors import BadUploadError, CommandError
from server.files import find_files, named, upload_of


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("a.txt", "a.txt"),
        ("dir/a.txt", "dir/a.txt"),
        ("C:\\docs\\a.txt", "C:/docs/a.txt"),
        ("/etc/../a.txt", "etc/a.txt"),
        ("../../a.txt", "a.txt"),
        (". /.. /a.txt", "a.txt"),
        ("a\n\x1b[31m\x85.txt", "a[31m.txt"),
        ("a\u202etxt.exe", "atxt.exe"),
        ("Ünïcødé 文.txt", "Ünïcødé 文.txt"),
        ("file:///home/x/a b.txt", "file:///home/x/a b.txt"),
        ("file:///home/../x/a.txt", "file:///home/x/a.txt"),
        ("file://host/a.txt", "file:///host/a.txt"),
    ],
)
def test_names(sent: str, kept: str) -> None:
    upload = named(sent, b"x")
    assert upload.uri == kept
    assert upload.name == kept.removeprefix("file://")


@pytest.mark.parametrize("sent", ["", "/", "..", "./.", "\0", "file://", " "])
def test_names_of_which_nothing_is_left(sent: str) -> None:
    with pytest.raises(BadUploadError):
        named(sent, b"x")


def test_folders_are_walked_in_order_without_hidden_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.md", "a/.hidden.txt", ".git/c.txt", "d.pdf", "LICENSE", "e.HTML"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    found = find_files([tmp_path])
    assert [str(path.relative_to(tmp_path)) for path in found.files] == ["LICENSE", "b.txt", "e.HTML", "a/z.md"]
    assert found.skipped == [tmp_path / "d.pdf"]


def test_file_is_known_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "a b.txt"
    path.write_bytes(b"isi")
    upload = upload_of(path)
    assert (upload.uri, upload.name, upload.data) == (f"file://{path}", str(path), b"isi")


def test_missing_paths(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no file or folder"):
        find_files([tmp_path / "none"])
    with pytest.raises(CommandError, match="can't be read"):
        upload_of(tmp_path / "none")
