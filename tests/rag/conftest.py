"""A small corpus in our own words: two outlets on one event, an older story, a list, an English text."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.embedding.hashing import HashingEmbedder
from index.passage_index import PassageIndex
from index.types import Upload
from rag.compose.extractive import ExtractiveComposer
from rag.engine import Engine

DOCUMENTS = {
    "pelabuhan-2025.txt": """Pelabuhan Sawo punya kepala baru

SAWO, WARTA PAGI - Kepala Pelabuhan Sawo Rina Lestari mengatakan penumpang mencapai 61.300 orang, Rabu (5/3/2025).

Rina mulai menjabat pada 3 Februari 2025 di Kantor Pelabuhan Sawo. Ia menggantikan Hendra Prasmoko.

"Kami menutup dermaga selama lima hari karena alur harus dikeruk. Kapal besar bisa kandas," kata Rina.

Baca juga: Resep rendang padang paling enak
""",
    "pelabuhan-2025-kabar.txt": """Rina Lestari pimpin Pelabuhan Sawo

Pelabuhan Sawo di Kalimas kini dipimpin Rina Lestari, Rabu (5/3/2025). Hendra Prasmoko digantikan 3 Februari 2025.

Kepala Pelabuhan Sawo Rina Lestari menyebut jumlah penumpang mencapai 58.900 orang sepanjang 2024.
""",
    "pelabuhan-2021.txt": """Pelabuhan Sawo mulai beroperasi

Kepala Pelabuhan Sawo Hendra Prasmoko membuka dermaga pada Sabtu (12/6/2021). Pembangunannya menghabiskan Rp48,5 miliar.

Syarat naik kapal:

Kartu identitas — asli, bukan salinan

Tiket

Jaket pelampung
""",
    "turtle.txt": """Turtle beach

The hatchery was founded in 2009 by Made Surya because the nests were robbed every night. Visitors pay Rp50,000 each.

The beach is open from April to September.
""",
}


@pytest.fixture
def passages(tmp_path: Path) -> Iterator[PassageIndex]:
    embedder = HashingEmbedder()
    embedder.languages = frozenset({"xx"})  # words decide, as with a model that doesn't know the language
    with PassageIndex.open(tmp_path / "data", embedder) as index:
        index.accept("default", [Upload(name=name, data=text.encode(), uri=name) for name, text in DOCUMENTS.items()])
        index.work()
        yield index


@pytest.fixture
def engine(passages: PassageIndex) -> Engine:
    quoting = ExtractiveComposer(0.25)
    return Engine(passages, quoting, quoting)


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[PassageIndex]:
    with PassageIndex.open(tmp_path / "empty", HashingEmbedder()) as index:
        yield index


@pytest.fixture
def add(passages: PassageIndex) -> Callable[[str, str], None]:
    def _add(name: str, text: str) -> None:
        passages.accept("default", [Upload(name=name, data=text.encode(), uri=name)])
        passages.work()

    return _add
