//! Vector paths and their coverage.
