//! Layer pixels: decoded rows, lazily, for many threads.
