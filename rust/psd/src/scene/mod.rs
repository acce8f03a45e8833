//! From the layers to a scene of `raster`.
