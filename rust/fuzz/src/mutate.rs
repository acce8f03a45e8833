//! Mutations that parsers fear: flipped bits, extreme lengths, cut, repeated, spliced and moved parts.

#![expect(clippy::ptr_arg, reason = "one signature for the whole table")]

use crate::random::Random;

/// No mutated input grows beyond this.
const MAX_LENGTH: usize = 1 << 20;
const PNG_SIGNATURE: &[u8] = b"\x89PNG\r\n\x1A\n";

type Mutation = fn(&mut Vec<u8>, &[u8], &mut Random);

const MUTATIONS: &[Mutation] = &[
    flip_bit,
    set_byte,
    extreme_number,
    nudge_number,
    cut_part,
    repeat_part,
    insert_noise,
    splice,
    overwrite,
    truncate,
];

/// A new input from a seed and another one to borrow from.
pub fn mutate(seed: &[u8], other: &[u8], random: &mut Random) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..=random.below(8) {
        MUTATIONS[random.below(MUTATIONS.len())](&mut bytes, other, random);
    }
    bytes.truncate(MAX_LENGTH);
    // A reader that checks sums would turn nearly every mutation away at the door.
    if bytes.starts_with(PNG_SIGNATURE) && random.below(4) != 0 {
        mend_checksums(&mut bytes);
    }
    bytes
}

/// Headers matter most: half of all positions lie in the first part.
fn place(length: usize, random: &mut Random) -> usize {
    if random.below(2) == 0 { random.below(length.min(256)) } else { random.below(length) }
}

fn part(length: usize, random: &mut Random) -> (usize, usize) {
    let start = place(length, random);
    let most = if random.below(4) == 0 { length - start } else { (length - start).min(64) };
    (start, start + random.below(most + 1))
}

fn flip_bit(bytes: &mut Vec<u8>, _: &[u8], random: &mut Random) {
    let at = place(bytes.len(), random);
    if let Some(byte) = bytes.get_mut(at) {
        *byte ^= 1 << random.below(8);
    }
}

fn set_byte(bytes: &mut Vec<u8>, _: &[u8], random: &mut Random) {
    let at = place(bytes.len(), random);
    if let Some(byte) = bytes.get_mut(at) {
        *byte = [0, 1, 0x7F, 0x80, 0xFF, random.next() as u8][random.below(6)];
    }
}

/// A length, count or offset at its limits, in either byte order and four widths.
fn extreme_number(bytes: &mut Vec<u8>, _: &[u8], random: &mut Random) {
    let length = bytes.len() as u64;
    let values = [
        0,
        1,
        2,
        0x7F,
        0x80,
        0xFF,
        0x7FFF,
        0x8000,
        0xFFFF,
        0x10000,
        0x7FFF_FFFF,
        0x8000_0000,
        0xFFFF_FFFE,
        0xFFFF_FFFF,
        u64::MAX,
        u64::MAX - 1,
        1 << 63,
        length,
        length + 1,
        length.wrapping_sub(1),
        length / 2,
    ];
    write_number(bytes, random, |_, random| values[random.below(values.len())]);
}

/// A number that is off by a little.
fn nudge_number(bytes: &mut Vec<u8>, _: &[u8], random: &mut Random) {
    write_number(bytes, random, |old, random| old.wrapping_add(random.below(64) as u64).wrapping_sub(32));
}

fn write_number(bytes: &mut [u8], random: &mut Random, value: impl Fn(u64, &mut Random) -> u64) {
    let width = [1, 2, 4, 8][random.below(4)];
    let at = place(bytes.len(), random);
    let Some(field) = bytes.get_mut(at..at + width) else { return };
    let mut whole = [0; 8];
    if random.below(2) == 0 {
        whole[8 - width..].copy_from_slice(field);
        let new = value(u64::from_be_bytes(whole), random).to_be_bytes();
        field.copy_from_slice(&new[8 - width..]);
    } else {
        whole[..width].copy_from_slice(field);
        let new = value(u64::from_le_bytes(whole), random).to_le_bytes();
        field.copy_from_slice(&new[..width]);
    }
}

fn cut_part(bytes: &mut Vec<u8>, _: &[u8], random: &mut Random) {
    let (start, end) = part(bytes.len(), random);
    bytes.drain(start..end);
}

fn repeat_part(bytes: &mut Vec<u8>, _: &[u8], random: &mut Random) {
    let (start, end) = part(bytes.len(), random);
    let most = if random.below(16) == 0 { 200 } else { 3 };
    let copy = bytes[start..end].repeat(1 + random.below(most));
    if bytes.len() + copy.len() <= MAX_LENGTH {
        bytes.splice(end..end, copy);
    }
}

fn insert_noise(bytes: &mut Vec<u8>, _: &[u8], random: &mut Random) {
    let at = place(bytes.len(), random);
    let noise: Vec<u8> = (0..random.below(32)).map(|_| random.next() as u8).collect();
    bytes.splice(at..at, noise);
}

fn splice(bytes: &mut Vec<u8>, other: &[u8], random: &mut Random) {
    let (start, end) = part(other.len(), random);
    let at = place(bytes.len(), random);
    bytes.splice(at..at, other[start..end].iter().copied());
}

fn overwrite(bytes: &mut Vec<u8>, other: &[u8], random: &mut Random) {
    let (start, end) = part(other.len(), random);
    let at = place(bytes.len(), random);
    let length = (end - start).min(bytes.len() - at);
    bytes[at..at + length].copy_from_slice(&other[start..start + length]);
}

fn truncate(bytes: &mut Vec<u8>, _: &[u8], random: &mut Random) {
    // Seldom, or little would be left for the others to spoil.
    if random.below(4) == 0 {
        bytes.truncate(place(bytes.len(), random));
    }
}

/// Give each chunk that is still whole the checksum of its bytes.
pub fn mend_checksums(bytes: &mut [u8]) {
    let mut at = PNG_SIGNATURE.len();
    while let Some(head) = bytes.get(at..at + 4) {
        let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
        let end = at + 8 + length;
        let Some(body) = bytes.get(at + 4..end) else { return };
        let mut sum = flate2::Crc::new();
        sum.update(body);
        let Some(place) = bytes.get_mut(end..end + 4) else { return };
        place.copy_from_slice(&sum.sum().to_be_bytes());
        at = end + 4;
    }
}
