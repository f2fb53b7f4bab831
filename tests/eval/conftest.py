import json
from pathlib import Path

import pytest

from index.embedding.hashing import HashingEmbedder

CORPUS = {
    "perpustakaan": "Perpustakaan Kemuning dipimpin oleh Wulan Sekarini sejak 2021. Koleksinya 4.200 buku.",
    "feri": "Kapal feri berangkat dari Ketapang setiap pukul 06.30. Tarif mobil pribadi Rp228.000.",
    "kopi": "Koperasi kopi menerima buah merah. Anggota koperasi kopi berjumlah 312 petani kopi.",
    "penyu": "The hatchery released 9,870 turtle eggs in 2024. Guards watch the beach at night.",
    "festival": "Festival lentera dibuka pada 17 Agustus. Pengunjung festival lentera mencapai 12.400 orang.",
}
QUERIES = [
    {
        "_id": "q1",
        "text": "Siapa pimpinan Perpustakaan Kemuning?",
        "answers": ["Wulan Sekarini"],
        "answerable": True,
    },
    {
        "_id": "q2",
        "text": "Berapa tarif mobil pribadi di kapal feri?",
        "answers": ["Rp228.000"],
        "answerable": True,
    },
    {"_id": "q3", "text": "How many turtle eggs were released?", "answers": ["9,870"], "answerable": True},
    {"_id": "q4", "text": "Siapa presiden Brasil?", "answers": [], "answerable": False},
    {"_id": "q5", "text": "kopi festival", "answerable": True},
]
QRELS = {
    "q1": {"perpustakaan": 1},
    "q2": {"feri": 1},
    "q3": {"penyu": 1},
    "q5": {"kopi": 2, "festival": 1, "feri": 0},
}


class CountingEmbedder(HashingEmbedder):
    """Counts the passages it embeds; gives up once ``most`` are embedded, when that is set."""

    def __init__(self) -> None:
        super().__init__(dimension=128)
        self.embedded: list[str] = []
        self.most: int | None = None

    def embed_passages(self, texts):
        if self.most is not None and len(self.embedded) >= self.most:
            raise KeyboardInterrupt
        self.embedded += texts
        return super().embed_passages(texts)

    def embed_query(self, text):
        return super().embed_passages([text])[0]


def write_jsonl(path: Path, rows) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return path


def write_qrels(path: Path, qrels) -> Path:
    lines = ["query-id\tcorpus-id\tscore"]
    lines += [f"{query}\t{document}\t{grade}" for query, grades in qrels.items() for document, grade in grades.items()]
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


@pytest.fixture
def folder(tmp_path):
    """A tiny set in BEIR's layout."""
    home = tmp_path / "tiny"
    home.mkdir()
    write_jsonl(home / "corpus.jsonl", [{"_id": i, "title": "", "text": text} for i, text in CORPUS.items()])
    write_jsonl(home / "queries.jsonl", QUERIES)
    write_qrels(home / "qrels" / "dev.tsv", QRELS)
    return home


@pytest.fixture
def embedder():
    return CountingEmbedder()
