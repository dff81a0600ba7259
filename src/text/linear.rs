//! Linear models over hashed features: whole-number weights in flat arrays, made by `fit`.
//!
//! A feature is a 32-bit hash; a model gives each of `W` classes the sum of the weights of the features that it knows.

/// A feature of some template: what it looks at, and up to three values that it saw.
#[inline]
pub(crate) fn feature(template: u32, first: u32, second: u32, third: u32) -> u32 {
    let pair = u64::from(first) | u64::from(second) << 32;
    let rest = u64::from(third) | u64::from(template) << 32;
    let mixed = (pair.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ rest).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    let mixed = (mixed ^ mixed >> 29).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    // Zero marks an empty place in the table.
    ((mixed >> 32) as u32).max(1)
}

/// A model with `W` classes.
pub(crate) struct Linear<const W: usize> {
    /// An open table.
    places: Vec<Place<W>>,
    /// How many a weight of 1.0 was made into.
    pub(crate) scale: f32,
}

/// A place of the table: the feature and its weights side by side, since the memory fetches them together.
#[derive(Clone, Copy)]
struct Place<const W: usize> {
    /// 0 in empty places.
    key: u32,
    row: [i8; W],
}

/// So many features are looked up together.
const TOGETHER: usize = 48;

/// The length of the head of a model in bytes: classes, features and scale.
const HEAD: usize = 12;

impl<const W: usize> Linear<W> {
    /// The sums of the weights of `features`.
    #[inline]
    pub(crate) fn sums(&self, features: &[u32]) -> [i32; W] {
        let mut sums = [0; W];
        self.add_all(features, &mut sums);
        sums
    }

    /// Adds the weights of `features` to `sums`.
    ///
    /// The table is larger than the caches: first all places are looked at, so that the memory can fetch them side by
    /// side, and only then is decided what to do with each.
    #[inline]
    pub(crate) fn add_all(&self, features: &[u32], sums: &mut [i32; W]) {
        let mask = self.places.len() - 1;
        for some in features.chunks(TOGETHER) {
            let mut keys = [0; TOGETHER];
            for (key, &feature) in keys.iter_mut().zip(some) {
                *key = self.places[feature as usize & mask].key;
            }
            for (&feature, key) in some.iter().zip(keys) {
                let row = if key == feature {
                    Some(&self.places[feature as usize & mask].row)
                } else if key == 0 {
                    None
                } else {
                    self.row(feature)
                };
                for (sum, weight) in sums.iter_mut().zip(row.into_iter().flatten()) {
                    *sum += i32::from(*weight);
                }
            }
        }
    }

    /// The weights of `feature`, if it has any.
    pub(crate) fn row(&self, feature: u32) -> Option<&[i8; W]> {
        let mask = self.places.len() - 1;
        let mut at = feature as usize & mask;
        loop {
            let place = &self.places[at];
            match place.key {
                0 => return None,
                key if key == feature => return Some(&place.row),
                _ => at = (at + 1) & mask,
            }
        }
    }

    /// A model of `features` with whole-number `rows`.
    fn table(features: impl ExactSizeIterator<Item = u32>, rows: impl Iterator<Item = [i8; W]>, scale: f32) -> Self {
        let length = (features.len() * 3 + 2).next_power_of_two();
        let mut places = vec![Place { key: 0, row: [0; W] }; length];
        for (key, row) in features.zip(rows) {
            let mut at = key as usize & (length - 1);
            while places[at].key != 0 {
                at = (at + 1) & (length - 1);
            }
            places[at] = Place { key, row };
        }
        Linear { places, scale }
    }

    /// A model of features with their weights; weights beyond the range of a byte are cut.
    #[cfg(any(feature = "fit", test))]
    pub(crate) fn new(weights: &[(u32, [f32; W])], scale: f32) -> Linear<W> {
        let row = |row: &[f32; W]| row.map(|weight| (weight * scale).round().clamp(-127.0, 127.0) as i8);
        Self::table(weights.iter().map(|(key, _)| *key), weights.iter().map(|(_, weights)| row(weights)), scale)
    }

    /// The features with their rows, in the order of the features.
    #[cfg(any(feature = "fit", test))]
    fn known(&self) -> Vec<Place<W>> {
        let mut known: Vec<Place<W>> = self.places.iter().filter(|place| place.key != 0).copied().collect();
        known.sort_unstable_by_key(|place| place.key);
        known
    }

    /// The features with their weights, in the order of the features.
    #[cfg(feature = "fit")]
    pub(crate) fn weights(&self) -> Vec<(u32, [f32; W])> {
        let weights = |place: Place<W>| (place.key, place.row.map(|weight| f32::from(weight) / self.scale));
        self.known().into_iter().map(weights).collect()
    }

    /// The bytes that [`Linear::read`] reads: a head, the features in order, then their weights.
    #[cfg(any(feature = "fit", test))]
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        let known = self.known();
        out.extend((W as u32).to_le_bytes());
        out.extend((known.len() as u32).to_le_bytes());
        out.extend(self.scale.to_le_bytes());
        out.extend(known.iter().flat_map(|place| place.key.to_le_bytes()));
        out.extend(known.iter().flat_map(|place| place.row).map(|weight| weight as u8));
    }

    /// Takes a model from the front of `bytes`; `None` if they are no model with `W` classes.
    pub(crate) fn read(bytes: &mut &[u8]) -> Option<Linear<W>> {
        let word = |at: usize| bytes.get(at..at + 4)?.try_into().ok();
        let known = u32::from_le_bytes(word(4)?) as usize;
        let scale = f32::from_le_bytes(word(8)?);
        if u32::from_le_bytes(word(0)?) as usize != W {
            return None;
        }
        let (model, rest) = bytes[HEAD..].split_at_checked(known.checked_mul(4 + W)?)?;
        *bytes = rest;
        let (keys, rows) = model.split_at(known * 4);
        let keys = keys.as_chunks::<4>().0.iter().map(|key| u32::from_le_bytes(*key));
        let rows = rows.as_chunks::<W>().0.iter().map(|row| row.map(|weight| weight as i8));
        Some(Self::table(keys, rows, scale))
    }
}

/// A file of weights has fewer bytes when unpacked.
const UNPACKED: usize = 64 << 20;

/// The models of a compressed file; `None` if it is none.
pub(crate) fn unpacked(file: &[u8]) -> Option<Vec<u8>> {
    zstd::bulk::decompress(file, UNPACKED).ok()
}

/// Models as a compressed file.
#[cfg(feature = "fit")]
pub(crate) fn packed(models: &[u8]) -> Vec<u8> {
    zstd::bulk::compress(models, 19).expect("memory can be written to")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let weights: Vec<(u32, [f32; 4])> =
            (1..200).map(|number| (feature(1, number, 0, 0), [number as f32 / 10.0, -1.0, 0.0, 99.0])).collect();
        let model = Linear::new(&weights, 4.0);
        let mut bytes = Vec::new();
        model.write(&mut bytes);
        let again = Linear::<4>::read(&mut bytes.as_slice()).expect("a whole model");
        for (number, (feature, _)) in weights.iter().enumerate() {
            let expected = (((number + 1) as f32 / 10.0) * 4.0).round() as i32;
            assert_eq!(again.sums(&[*feature]), [expected, -4, 0, 127]);
        }
        assert!(Linear::<8>::read(&mut bytes.as_slice()).is_none());
        assert!(Linear::<4>::read(&mut &bytes[..bytes.len() - 1]).is_none());
    }
}
