//! Layer effects: from the blocks `lfx2`, `lmfx` and `lrFX` to types of `raster::effects`.
