//! Adjustment layers: one file for each, from its block to a type of `raster::adjust`.
