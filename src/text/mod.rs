//! Text processing: tokens, sentences, quotations, tags, trees and offsets. It knows characters and words, but no
//! actors or opinions, and uses no other folder except `model`.

pub(crate) mod annotated;
pub(crate) mod base;
pub(crate) mod excerpt;
pub(crate) mod fold;
pub(crate) mod function_words;
pub(crate) mod group;
pub(crate) mod headline;
pub(crate) mod kind;
pub(crate) mod layout;
pub(crate) mod linear;
pub(crate) mod list;
pub(crate) mod lower;
pub(crate) mod normalise;
pub(crate) mod offset;
pub(crate) mod paragraph;
pub(crate) mod parser;
pub(crate) mod passage;
pub(crate) mod quotation;
pub(crate) mod sentence;
pub(crate) mod syntax;
pub(crate) mod tagger;
pub(crate) mod token;
pub(crate) mod turn;
pub(crate) mod word;
pub(crate) mod wrap;
