//! Text handling: tokens, sentences, quotations, offsets, excerpts.
//! It knows characters, never actors or lexicons of opinion.

pub(crate) mod excerpt;
pub(crate) mod group;
pub(crate) mod linear;
pub(crate) mod normalise;
pub(crate) mod offset;
pub(crate) mod parser;
pub(crate) mod passage;
pub(crate) mod quotation;
pub(crate) mod sentence;
pub(crate) mod syntax;
pub(crate) mod tagger;
pub(crate) mod token;
pub(crate) mod word;
pub(crate) mod wrap;
