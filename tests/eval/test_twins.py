import pytest

from eval.corpora import COLLECTION
from eval.twins import Twins
from index.embedding.hashing import HashingEmbedder
from index.passage_index import PassageIndex
from index.types import ParsedDocument

FIRE = (
    "Kebakaran melanda Pasar Kemuning pada Senin malam. Kepala dinas, Wulan Sekarini, menyebut 42 kios hangus dan "
    "7 pedagang dirawat di RS Melati. Api padam pukul 23.15 setelah 9 mobil pemadam dari Bintaro datang."
)
RETOLD = (
    "Sebanyak 42 kios di Pasar Kemuning hangus, kata Wulan Sekarini. Tujuh orang, yakni 7 pedagang, masuk RS Melati; "
    "9 mobil dikirim dari Bintaro hingga padam 23.15."
)
TEXTS = {
    "a.txt": FIRE,
    "copy.txt": "Dilaporkan ulang. " + FIRE[:120],
    "retold.txt": RETOLD,
    "other.txt": "Harga cabai di Pasar Induk naik menjadi Rp90.000 per kilogram menjelang hari raya.",
    "folder/b.txt": "Sekolah baru dibuka di desa itu oleh bupati.",
}


@pytest.fixture(scope="module")
def twins(tmp_path_factory):
    with PassageIndex.open(tmp_path_factory.mktemp("twins") / "data", HashingEmbedder(dimension=16)) as index:
        index.add_parsed(COLLECTION, ((uri, ParsedDocument(text, language="id")) for uri, text in TEXTS.items()))
        yield Twins(index)


@pytest.mark.parametrize(
    ("uri", "gold", "kinship"),
    [
        ("a.txt", ["a.txt"], "gold"),
        ("a.txt", ["x.txt|a.txt"], "gold"),
        ("folder/b.txt", ["b.txt"], "gold"),
        ("copy.txt", ["a.txt"], "copy"),
        ("retold.txt", ["a.txt"], "story"),
        ("retold.txt", ["other.txt", "a.txt"], "story"),
        ("other.txt", ["a.txt"], None),
        ("folder/b.txt", ["a.txt"], None),
        ("a.txt", ["not-in-the-corpus"], None),
        ("gone.txt", ["a.txt"], None),
        ("a.txt", [], None),
    ],
)
def test_kinship(twins, uri, gold, kinship):
    assert twins.kinship(uri, gold) == kinship


def test_texts_of_gold_documents(twins):
    assert twins.texts(["b.txt", "x|other.txt", "none"]) == [TEXTS["folder/b.txt"], TEXTS["other.txt"]]
