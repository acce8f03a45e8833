//! A global allocator that counts, so that a parser's appetite is a finding.

#![expect(unsafe_code, reason = "GlobalAlloc is an unsafe trait; every call is handed to the system allocator")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

static HELD: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

/// Beyond this a request fails outright, before it can hurt the machine; the cap of a finding is lower.
const REFUSED: usize = 4 << 30;

/// Counts bytes held and their peak.
pub struct Counting;

/// Forget the peak; the bytes held now are returned as the base to compare with.
pub fn reset_peak() -> usize {
    let held = HELD.load(Relaxed);
    PEAK.store(held, Relaxed);
    held
}

/// Most bytes held since the last reset.
pub fn peak() -> usize {
    PEAK.load(Relaxed)
}

fn grown(bytes: usize) {
    let held = HELD.fetch_add(bytes, Relaxed) + bytes;
    PEAK.fetch_max(held, Relaxed);
}

fn refused(size: usize) -> bool {
    let refused = HELD.load(Relaxed).saturating_add(size) > REFUSED;
    if refused {
        // The request counts as held at the peak, so that a caller who copes is found as well.
        PEAK.fetch_max(REFUSED, Relaxed);
    }
    refused
}

// SAFETY: each method passes its arguments on unchanged to `System`, whose contract is the same; a null
// answer is allowed by the trait. Counting neither allocates nor unwinds.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if refused(layout.size()) {
            return std::ptr::null_mut();
        }
        grown(layout.size());
        // SAFETY: see the impl.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        if refused(layout.size()) {
            return std::ptr::null_mut();
        }
        grown(layout.size());
        // SAFETY: see the impl.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        HELD.fetch_sub(layout.size(), Relaxed);
        // SAFETY: see the impl.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        if size > layout.size() {
            if refused(size - layout.size()) {
                return std::ptr::null_mut();
            }
            grown(size - layout.size());
        } else {
            HELD.fetch_sub(layout.size() - size, Relaxed);
        }
        // SAFETY: see the impl.
        unsafe { System.realloc(pointer, layout, size) }
    }
}
