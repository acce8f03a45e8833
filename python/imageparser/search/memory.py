"""What a search keeps between queries: codes of vectors, embeddings of recent queries, and recent answers."""

from __future__ import annotations

from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

from imageparser.library.codes import Codes
from imageparser.search.counting import Counting
from imageparser.search.vectors import VectorSearch

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    import numpy as np
    from numpy.typing import NDArray

    from imageparser.library.connection import Database

_QUERIES = 256
_ANSWERS = 128
_GROUPS = 4
_PIXELS = 1 << 17
_THREADS = 4
_RANKINGS = 8  # each may hold the number of every picture

T = TypeVar("T")


class Recent:
    """The results of the last few questions, each good for one version of the library; usable from threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._known: OrderedDict[Hashable, tuple[int, Any]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, version: int, compute: Callable[[], T]) -> T:
        """Return what a question gave for this version; it is not to be changed."""
        with self._lock:
            known = self._known.get(key)
            if known is not None and known[0] == version:
                self._known.move_to_end(key)
                found: T = known[1]
                return found
        made = compute()
        with self._lock:
            self._known[key] = (version, made)
            self._known.move_to_end(key)
            if len(self._known) > self._most:
                self._known.popitem(last=False)
        return made


class Memory:
    """The memory of the searches in one library; usable from threads. `close` waits for what it writes.

    Without `background` nothing is written at all.
    """

    def __init__(self, database: Database, *, background: bool = True) -> None:
        self.codes = Codes(database, background=background)
        self.vectors = VectorSearch(self.codes)
        self.counting = Counting(database)
        # Kept, because to start threads takes longer than most texts take to become vectors.
        self.embedding_threads = ThreadPoolExecutor(_THREADS, "embed")
        self._queries: OrderedDict[tuple[str, str], NDArray[np.float32]] = OrderedDict()
        self.answers = Recent(_ANSWERS)
        self.rankings = Recent(_RANKINGS)
        self.orders = Recent(_RANKINGS)
        self.groups = Recent(_GROUPS)
        self.pixels = Recent(_PIXELS)
        self._links: tuple[int, NDArray[np.int64]] | None = None
        self._samples: dict[str, tuple[int, NDArray[np.float32]]] = {}
        self._lock = Lock()

    def layer_links(self, generation: int, load: Callable[[], NDArray[np.int64]]) -> NDArray[np.int64]:
        """Return which layers show which pictures as of a generation of their vectors."""
        with self._lock:
            if self._links is None or self._links[0] != generation:
                self._links = (generation, load())
            return self._links[1]

    def sample(self, table: str, generation: int, load: Callable[[], NDArray[np.float32]]) -> NDArray[np.float32]:
        """Return vectors from all over the library, loaded once for each state of their table."""
        with self._lock:
            known = self._samples.get(table)
            if known is None or known[0] != generation:
                known = self._samples[table] = (generation, load())
            return known[1]

    def embedding(self, key: str, text: str, compute: Callable[[str], NDArray[np.float32]]) -> NDArray[np.float32]:
        """Return the embedding of `text` under a version key, computed at most once while it is remembered."""
        with self._lock:
            known = self._queries.get((key, text))
            if known is not None:
                self._queries.move_to_end((key, text))
                return known
        made = compute(text)
        with self._lock:
            self._queries[key, text] = made
            if len(self._queries) > _QUERIES:
                self._queries.popitem(last=False)
        return made

    def close(self) -> None:
        """Wait for what is being written in the background."""
        self.embedding_threads.shutdown()
        self.counting.close()
        self.codes.close()
