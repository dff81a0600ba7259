//! A small encoder: a text with a marked target comes in, the probabilities of against, none and favor come out.
//!
//! 1. `pair` marks what is said, by whom and of whom, in the form in which the encoder has learned it.
//! 2. `token` cuts the two segments into numbered pieces of words; `letter` folds their letters first.
//! 3. `layer` computes what the pieces mean beside each other, with `matrix` and `number`.
//!
//! `file` reads the model. Every answer is computed by itself and in one order; products are sums of whole numbers, and
//! nothing calls the mathematics of the operating system. So an answer is the same in any batch, with any number of
//! threads, and on any processor.

mod encoder;
mod file;
mod layer;
mod letter;
mod matrix;
mod number;
mod pair;
mod token;

pub(crate) use encoder::Encoder;
pub(crate) use file::found;
pub(crate) use pair::{Told, marked};
