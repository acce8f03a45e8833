//! Fill layers: colours, gradients and patterns, from their blocks to types of `raster::fill`.
