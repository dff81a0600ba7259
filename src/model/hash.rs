//! Hashes: everything that results, states and journals depend on.
//!
//! All but SHA-256 are implemented here, so that they are the same on every machine and with every version of a library.

use sha2::{Digest, Sha256};

/// SHA-256 in hexadecimal, for files and tables that a run depends on.
pub(crate) fn sha256(bytes: impl AsRef<[u8]>) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// FNV-1a with a final mix, for the random choice of examples.
pub(crate) fn hash(seed: u64, bytes: &[u8]) -> u64 {
    let mixed = bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325_u64 ^ seed, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    let mixed = (mixed ^ (mixed >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    mixed ^ (mixed >> 33)
}

/// FNV-1a over eight bytes at a time, with a final mix.
pub(crate) fn check_sum(bytes: &[u8]) -> u64 {
    let mut sum = 0xcbf2_9ce4_8422_2325_u64 ^ bytes.len() as u64;
    for bytes in bytes.chunks(8) {
        let number = bytes.iter().rev().fold(0, |number, &byte| number << 8 | u64::from(byte));
        sum = (sum ^ number).wrapping_mul(0x0100_0000_01b3);
        sum ^= sum >> 29;
    }
    sum = (sum ^ (sum >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    sum ^ (sum >> 33)
}

/// Adds `number` to a checksum over a sequence; the sum starts at 0.
pub(crate) fn add_to_sum(sum: u64, number: u64) -> u64 {
    (sum.rotate_left(5) ^ number).wrapping_mul(0x517c_c1b7_2722_0a95)
}

/// The hash by which repeated ids are detected.
pub(crate) fn id_hash(id: &str) -> u64 {
    use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
    BuildHasherDefault::<DefaultHasher>::default().hash_one(id)
}
