//! Text handling: tokens, sentences, quotations, offsets.
//! It knows characters and words, never actors or opinions, and no other folder but `model`.

pub(crate) mod annotated;
pub(crate) mod fold;
pub(crate) mod function_words;
pub(crate) mod group;
pub(crate) mod layout;
pub(crate) mod linear;
pub(crate) mod lower;
pub(crate) mod normalise;
pub(crate) mod offset;
pub(crate) mod paragraph;
pub(crate) mod parser;
pub(crate) mod quotation;
pub(crate) mod sentence;
pub(crate) mod syntax;
pub(crate) mod tagger;
pub(crate) mod token;
pub(crate) mod word;
pub(crate) mod wrap;
