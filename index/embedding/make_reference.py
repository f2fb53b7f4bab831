"""Write the vectors that sentence-transformers gives the canary texts, to be shipped with kutip.

    python -m index.embedding.make_reference [FOLDER]    # by default the packaged model's

To be run when the canaries or the packaged model change.
"""

import json
import sys
from pathlib import Path

from index.embedding.model_folder import ModelFolder
from index.embedding.registry import packaged
from index.embedding.sentence_transformer import SentenceTransformerEmbedder
from index.embedding.verified import CANARIES, REFERENCES


def main() -> None:
    """Write ``references/<digest of the model>.json``."""
    folder = ModelFolder.read(Path(sys.argv[1])) if len(sys.argv) > 1 else packaged()
    vectors = SentenceTransformerEmbedder(folder.path.name, folder).embed_passages(CANARIES)
    rows = ",\n".join(json.dumps([round(float(number), 7) for number in row]) for row in vectors)
    REFERENCES.mkdir(exist_ok=True)
    (REFERENCES / f"{folder.digest}.json").write_text(f'{{"vectors": [\n{rows}\n]}}\n', "utf-8")


if __name__ == "__main__":
    main()
