//! Linear models over hashed features, with integer weights in flat arrays. `fit` trains them.
//!
//! A feature is a 32-bit hash. For each of `W` classes, a model adds up the weights of the features that it knows. It
//! knows nothing of what a feature or a class means.

/// The hash of a feature: the number of its template, and up to three values.
#[inline]
pub(crate) fn feature(template: u32, first: u32, second: u32, third: u32) -> u32 {
    let pair = u64::from(first) | u64::from(second) << 32;
    let rest = u64::from(third) | u64::from(template) << 32;
    let mixed = (pair.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ rest).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    let mixed = (mixed ^ mixed >> 29).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    // Zero is reserved for empty entries of the table.
    ((mixed >> 32) as u32).max(1)
}

/// A model with `W` classes.
///
/// The table is laid out for the CPU caches, which all models share. A feature takes four bytes plus its row of
/// weights, and one read of 32 bytes shows whether it is known. Only half of the hash is stored, so about one in
/// several thousand unknown features is mistaken for a known one.
pub(crate) struct Linear<const W: usize> {
    buckets: Vec<Bucket>,
    /// Number of buckets that features hash to. The buckets after them hold the overflow of the last ones.
    homes: usize,
    /// One row of weights for each feature, in the order of the buckets, which is the order of the features.
    rows: Vec<[i8; W]>,
    #[cfg(any(feature = "fit", test))]
    features: Vec<u32>,
    /// The integer that represents a weight of 1.0.
    pub(crate) scale: f32,
}

/// A bucket holds neighbouring features: the number of features in all earlier buckets (two halves), then a mark for
/// each.
///
/// It is half a cache line of 64 bytes.
#[derive(Clone, Copy, Default)]
#[repr(align(32))]
struct Bucket([u16; LANES]);

const LANES: usize = 16;
/// Index of the first mark in a bucket.
const MARKS: usize = 2;
/// Mean number of features in a bucket. A full bucket overflows into the next one.
const CROWD: usize = 8;

impl Bucket {
    fn starting(before: usize) -> Bucket {
        let mut bucket = Bucket::default();
        (bucket.0[0], bucket.0[1]) = (before as u16, (before >> 16) as u16);
        bucket
    }

    #[inline]
    fn before(&self) -> usize {
        usize::from(self.0[0]) | usize::from(self.0[1]) << 16
    }

    #[inline]
    fn is_full(&self) -> bool {
        self.0[LANES - 1] != 0
    }

    /// The positions in the bucket that hold this mark, as a bit mask.
    #[inline]
    fn hits(&self, mark: u16) -> u16 {
        let mut hits = 0;
        for (lane, &other) in self.0.iter().enumerate() {
            hits |= u16::from(other == mark) << lane;
        }
        hits >> MARKS
    }

    /// The row of the first of these `hits`; meaningless if there is none.
    #[inline]
    fn first(&self, hits: u16) -> usize {
        self.before() + hits.trailing_zeros() as usize
    }
}

/// What a bucket stores of a feature: the lower half of its hash. Zero is an empty entry.
#[inline]
fn mark(feature: u32) -> u16 {
    (feature as u16).max(1)
}

/// The bucket of a feature, of `buckets` in all. It grows with the feature.
#[inline]
fn home(feature: u32, buckets: usize) -> usize {
    ((u64::from(feature) * buckets as u64) >> 32) as usize
}

/// Number of features that are looked up together.
const TOGETHER: usize = 48;

/// Length of a model's header in bytes: classes, features and scale.
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
    /// A branch on whether a feature is known is unpredictable, and a wrong prediction discards the memory reads in
    /// flight. So all features are first looked up without branches, which fetches their buckets in parallel. Then the
    /// rows of the known features are added.
    #[inline]
    pub(crate) fn add_all(&self, features: &[u32], sums: &mut [i32; W]) {
        for some in features.chunks(TOGETHER) {
            let (mut places, mut known) = ([0; TOGETHER], 0);
            for &feature in some {
                let (mark, bucket) = (mark(feature), &self.buckets[home(feature, self.homes)]);
                let hits = bucket.hits(mark);
                places[known] = bucket.first(hits);
                known += usize::from(hits != 0);
                // Overflow into the next bucket is rare.
                if (hits == 0) & bucket.is_full() {
                    let place = self.place(feature);
                    places[known] = place.unwrap_or(0);
                    known += usize::from(place.is_some());
                }
            }
            // The sums of 48 one-byte weights fit into 16 bits.
            let mut total = [0_i16; W];
            for &place in &places[..known] {
                total.iter_mut().zip(&self.rows[place]).for_each(|(sum, &weight)| *sum += i16::from(weight));
            }
            sums.iter_mut().zip(&total).for_each(|(sum, &more)| *sum += i32::from(more));
        }
    }

    /// The weights of `feature`; `None` if the model does not know it.
    pub(crate) fn row(&self, feature: u32) -> Option<&[i8; W]> {
        self.place(feature).map(|place| &self.rows[place])
    }

    #[inline]
    fn place(&self, feature: u32) -> Option<usize> {
        let mark = mark(feature);
        let mut at = home(feature, self.homes);
        loop {
            let bucket = &self.buckets[at];
            let hits = bucket.hits(mark);
            if hits != 0 || !bucket.is_full() {
                return (hits != 0).then(|| bucket.first(hits));
            }
            at += 1;
        }
    }

    /// Builds a model from `features`, in ascending order, and their integer `rows`.
    fn table(features: impl ExactSizeIterator<Item = u32>, rows: Vec<[i8; W]>, scale: f32) -> Self {
        let homes = features.len() / CROWD + 1;
        let mut buckets = vec![Bucket::default()];
        let mut inside = 0;
        #[cfg(any(feature = "fit", test))]
        let mut kept = Vec::with_capacity(features.len());
        for (number, feature) in features.enumerate() {
            while buckets.len() <= home(feature, homes) || MARKS + inside == LANES {
                buckets.push(Bucket::starting(number));
                inside = 0;
            }
            let last = buckets.len() - 1;
            buckets[last].0[MARKS + inside] = mark(feature);
            inside += 1;
            #[cfg(any(feature = "fit", test))]
            kept.push(feature);
        }
        // The last bucket is never full, so that every search ends.
        buckets.resize(buckets.len().max(homes) + 1, Bucket::starting(rows.len()));
        Linear {
            buckets,
            homes,
            rows,
            #[cfg(any(feature = "fit", test))]
            features: kept,
            scale,
        }
    }

    /// Builds a model from features and their weights. Weights outside the range of a byte are clipped.
    #[cfg(any(feature = "fit", test))]
    pub(crate) fn new(weights: &[(u32, [f32; W])], scale: f32) -> Linear<W> {
        let mut weights = weights.to_vec();
        weights.sort_by_key(|(feature, _)| *feature);
        weights.dedup_by_key(|(feature, _)| *feature);
        let row = |row: &[f32; W]| row.map(|weight| (weight * scale).round().clamp(-127.0, 127.0) as i8);
        let rows = weights.iter().map(|(_, weights)| row(weights)).collect();
        Self::table(weights.iter().map(|(feature, _)| *feature), rows, scale)
    }

    /// The features and their weights, in ascending order of the features.
    #[cfg(feature = "fit")]
    pub(crate) fn weights(&self) -> Vec<(u32, [f32; W])> {
        let weights = |row: &[i8; W]| row.map(|weight| f32::from(weight) / self.scale);
        self.features.iter().copied().zip(self.rows.iter().map(weights)).collect()
    }

    /// Writes the bytes that [`Linear::read`] reads: a header, the features in order, then their weights.
    #[cfg(any(feature = "fit", test))]
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        out.extend((W as u32).to_le_bytes());
        out.extend((self.rows.len() as u32).to_le_bytes());
        out.extend(self.scale.to_le_bytes());
        out.extend(self.features.iter().flat_map(|feature| feature.to_le_bytes()));
        out.extend(self.rows.iter().flatten().map(|&weight| weight as u8));
    }

    /// Reads a model from the front of `bytes`; `None` if they do not hold a model with `W` classes.
    pub(crate) fn read(bytes: &mut &[u8]) -> Option<Linear<W>> {
        let word = |at: usize| bytes.get(at..at + 4)?.try_into().ok();
        let known = u32::from_le_bytes(word(4)?) as usize;
        let scale = f32::from_le_bytes(word(8)?);
        if u32::from_le_bytes(word(0)?) as usize != W {
            return None;
        }
        let (model, rest) = bytes[HEAD..].split_at_checked(known.checked_mul(4 + W)?)?;
        *bytes = rest;
        let (features, rows) = model.split_at(known * 4);
        let features = features.as_chunks::<4>().0.iter().map(|feature| u32::from_le_bytes(*feature));
        let rows = rows.as_chunks::<W>().0.iter().map(|row| row.map(|weight| weight as i8));
        Some(Self::table(features, rows.collect(), scale))
    }
}

/// Maximum size of an unpacked file of weights, in bytes.
const UNPACKED: usize = 64 << 20;

/// Unpacks a compressed file of models; `None` if it is not one.
pub(crate) fn unpacked(file: &[u8]) -> Option<Vec<u8>> {
    zstd::bulk::decompress(file, UNPACKED).ok()
}

/// Packs models into a compressed file.
#[cfg(feature = "fit")]
pub(crate) fn packed(models: &[u8]) -> Vec<u8> {
    zstd::bulk::compress(models, 19).expect("memory can be written to")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_feature_has_its_own_weights_and_others_none() {
        let known = |number: u32| feature(2, number, number % 7, 0);
        let weights: Vec<(u32, [f32; 9])> =
            (0..20_000).map(|number| (known(number), [(number % 251) as f32 - 125.0; 9])).collect();
        let model = Linear::new(&weights, 1.0);
        let right = |number: &u32| model.sums(&[known(*number)]) == [(number % 251) as i32 - 125; 9];
        assert_eq!((0..20_000).filter(right).count(), 20_000);
        let together: Vec<u32> = (0..500).map(known).collect();
        assert_eq!(model.sums(&together), [(0..500).map(|number: i32| number % 251 - 125).sum::<i32>(); 9]);
        let mistaken = (20_000..40_000).filter(|&number| model.row(known(number)).is_some()).count();
        assert!(mistaken < 10, "{mistaken} of 20,000 unknown features are taken for known ones");
    }

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
