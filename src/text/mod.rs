//! Text handling: tokens, sentences, quotations, offsets.
//! It knows characters, never actors or lexicons of opinion.

pub(crate) mod normalise;
pub(crate) mod offset;
pub(crate) mod quotation;
pub(crate) mod sentence;
pub(crate) mod token;
