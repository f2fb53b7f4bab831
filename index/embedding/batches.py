"""Texts of similar length together, so that little padding is computed."""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

Ids = npt.NDArray[np.int32]


def by_length(lengths: Sequence[int], budget: int) -> Iterator[list[int]]:
    """Yield batches of indexes into ``lengths``, longest texts first, each text once.

    A batch padded to its longest text has at most ``budget`` tokens, or one text. Ties keep their order,
    so that the same texts always make the same batches.
    """
    batch: list[int] = []
    for index in sorted(range(len(lengths)), key=lambda i: -lengths[i]):
        if batch and (len(batch) + 1) * lengths[batch[0]] > budget:
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch


def padded(rows: Sequence[Sequence[int]], padding: int) -> tuple[Ids, npt.NDArray[np.float32]]:
    """Return ``(ids, mask)`` of shape (rows, longest row): the mask is 1 where there is a token, else 0."""
    longest = max(map(len, rows))
    ids = np.full((len(rows), longest), padding, dtype=np.int32)
    mask = np.zeros((len(rows), longest), dtype=np.float32)
    for row, tokens in enumerate(rows):
        ids[row, : len(tokens)] = tokens
        mask[row, : len(tokens)] = 1
    return ids, mask
