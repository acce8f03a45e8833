//! Buffers for whole pictures: the system is told to back them with large pages.
//!
//! A picture of 16 megapixels touches sixteen thousand small pages for the first time, and that took as long as
//! unpacking its rows; where the system has large pages at hand it takes a five hundredth of the faults.

/// From this size on it is worth a system call.
#[cfg(target_os = "linux")]
const WORTH: usize = 4 << 20;

/// An empty vector with room for `length` elements.
pub fn with_room<T>(length: usize) -> Vec<T> {
    let mut buffer = Vec::with_capacity(length);
    advise(&mut buffer);
    buffer
}

/// `length` zeros.
pub fn zeros(length: usize) -> Vec<u8> {
    let mut buffer = vec![0; length];
    advise(&mut buffer);
    buffer
}

#[cfg(target_os = "linux")]
#[expect(unsafe_code, reason = "advice on memory that the vector owns")]
fn advise<T>(buffer: &mut Vec<T>) {
    use rustix::mm::{Advice, madvise};

    let page = rustix::param::page_size();
    let start = (buffer.as_mut_ptr() as usize).next_multiple_of(page);
    let end = buffer.as_mut_ptr() as usize + buffer.capacity() * size_of::<T>();
    let length = end.saturating_sub(start) / page * page;
    if length >= WORTH {
        let inner = buffer.as_mut_ptr().wrapping_byte_add(start - buffer.as_mut_ptr() as usize);
        // SAFETY: whole pages inside the vector's own allocation; this advice never changes what they hold. A refusal
        // (no large pages in this kernel) changes nothing at all.
        let _ = unsafe { madvise(inner.cast(), length, Advice::LinuxHugepage) };
    }
}

#[cfg(not(target_os = "linux"))]
fn advise<T>(_: &mut Vec<T>) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_and_large_hold_what_is_put_in() {
        for length in [0, 1, 4095, (9 << 20) + 7] {
            assert!(zeros(length).iter().all(|&byte| byte == 0));
            let mut words: Vec<u16> = with_room(length);
            assert!(words.is_empty() && words.capacity() >= length);
            words.extend((0..length).map(|i| i as u16));
            assert!(words.iter().enumerate().all(|(i, &word)| word == i as u16));
        }
    }
}
