//! What a layer says about itself beyond its record: text, fonts, smart object, artboard, locks.
