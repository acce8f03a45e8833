#![expect(unsafe_code, reason = "what a global allocator promises cannot be checked by the compiler")]

use std::alloc::{GlobalAlloc, Layout, System};

use mimalloc::MiMalloc;

/// What is larger is pixels and whole files, whose memory shall go back to the system at once.
const SMALL: usize = 32 << 10;

/// Small pieces come from mimalloc: texts come and go by the thousand on threads that live for one call, and the
/// system's allocator took a quarter of the time of reading prompts. Large ones come from the system.
pub struct Allocator;

fn is_small(size: usize) -> bool {
    size <= SMALL
}

// SAFETY: both allocators keep the contract, and each piece goes back to the one that gave it: which one that was
// follows from its size, and the caller of `dealloc` and `realloc` hands over the layout that the piece was made with.
unsafe impl GlobalAlloc for Allocator {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promises about the layout are passed on.
        unsafe { if is_small(layout.size()) { MiMalloc.alloc(layout) } else { System.alloc(layout) } }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: as above.
        unsafe { if is_small(layout.size()) { MiMalloc.alloc_zeroed(layout) } else { System.alloc_zeroed(layout) } }
    }

    unsafe fn dealloc(&self, piece: *mut u8, layout: Layout) {
        // SAFETY: a piece of this size was given by the same allocator.
        unsafe { if is_small(layout.size()) { MiMalloc.dealloc(piece, layout) } else { System.dealloc(piece, layout) } }
    }

    unsafe fn realloc(&self, piece: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: a piece that stays small, or large, stays with its allocator. One that changes sides is copied into a
        // piece that is valid for `size` bytes, as much of it as both hold; then it goes back with its own layout.
        unsafe {
            match (is_small(layout.size()), is_small(size)) {
                (true, true) => MiMalloc.realloc(piece, layout, size),
                (false, false) => System.realloc(piece, layout, size),
                _ => {
                    let fresh = self.alloc(Layout::from_size_align_unchecked(size, layout.align()));
                    if !fresh.is_null() {
                        piece.copy_to_nonoverlapping(fresh, size.min(layout.size()));
                        self.dealloc(piece, layout);
                    }
                    fresh
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_keep_their_bytes_when_they_change_sides() {
        for align in [1, 8, 64] {
            let mut size = 100;
            let layout = |size| Layout::from_size_align(size, align).expect("a layout");
            // SAFETY: sizes are not zero, and every layout is that of the last step.
            unsafe {
                let mut piece = Allocator.alloc_zeroed(layout(size));
                piece.write(7);
                for next in [SMALL, SMALL + 1, SMALL * 9, SMALL * 3, SMALL, 10] {
                    piece = Allocator.realloc(piece, layout(size), next);
                    size = next;
                    assert!(!piece.is_null() && piece.read() == 7 && piece.add(9).read() == 0);
                    assert_eq!(piece.addr() % align, 0);
                }
                Allocator.dealloc(piece, layout(size));
            }
        }
    }
}
