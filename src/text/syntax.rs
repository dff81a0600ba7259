//! Syntax: the tagger and the parser that ship with the program. The words of a sentence come in; tags and a tree come
//! out.

use std::sync::LazyLock;

use crate::text::linear::unpacked;
use crate::text::parser::{Parse, Parser};
use crate::text::tagger::{Tag, Tagger};
use crate::text::word::Word;

/// A tagger, and a parser trained on its tags.
pub(crate) struct Syntax {
    pub(crate) tagger: Tagger,
    pub(crate) parser: Parser,
}

static SHIPPED: LazyLock<Syntax> =
    LazyLock::new(|| Syntax::of(include_bytes!("../../lexicons/syntax.weights")).expect("the shipped syntax is whole"));

impl Syntax {
    /// The syntax models that ship with the program, unpacked on first use.
    pub(crate) fn shipped() -> &'static Syntax {
        &SHIPPED
    }

    /// Reads a file written by `fit`; `None` if it is something else.
    pub(crate) fn of(file: &[u8]) -> Option<Syntax> {
        let bytes = unpacked(file)?;
        let mut bytes = bytes.as_slice();
        Some(Syntax { tagger: Tagger::read(&mut bytes)?, parser: Parser::read(&mut bytes)? })
    }

    /// The file that [`Syntax::of`] reads.
    #[cfg(feature = "fit")]
    pub(crate) fn file(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        self.tagger.write(&mut bytes);
        self.parser.write(&mut bytes);
        crate::text::linear::packed(&bytes)
    }

    /// Tags and parses one sentence.
    pub(crate) fn read(&self, words: &[Word]) -> (Vec<Tag>, Parse) {
        let mut tags = Vec::with_capacity(words.len());
        self.tagger.tags(words, &mut tags);
        let parse = self.parser.parse(words, &tags);
        (tags, parse)
    }
}
