//! The second reader, if the user asks for one: loaded once, and only in builds that have it.

use crate::error::Error;
use crate::model::document::Document;
use crate::model::opinion::Opinion;
use crate::model::reader::Reader;
use crate::model::statement::Statement;
use crate::pipeline::Options;

#[cfg(feature = "neural")]
use crate::score::SecondReader;

/// A second reader.
#[cfg(feature = "neural")]
pub(crate) struct Second(SecondReader);

/// There is none in this build.
#[cfg(not(feature = "neural"))]
pub(crate) enum Second {}

#[cfg(feature = "neural")]
impl Second {
    /// The reader that `options` ask for; `None` for the transparent one.
    ///
    /// Errors: a model that is not there or is damaged; options that leave out the transparent reader.
    pub(crate) fn load(options: &Options) -> Result<Option<Second>, Error> {
        if options.reader == Reader::Transparent {
            return Ok(None);
        }
        if !options.fitted || !options.default_lexicons {
            return Err(Error::said(format!(
                "--reader {} stands beside the fitted weights; leave out --no-fitted and --no-default-lexicons",
                options.reader.word()
            )));
        }
        let model = crate::neural::found(options.model.as_deref())?;
        let encoder = crate::neural::Encoder::read(&model)?;
        Ok(Some(Second(SecondReader::new(encoder, options.reader)?)))
    }

    /// The SHA-256 of the model and of the table of readers, by name.
    pub(crate) fn hashes(&self) -> [(String, String); 2] {
        self.0.hashes()
    }

    /// Judges the opinions of `statement`, which the transparent reader has judged before. The text of `document`
    /// begins at `body`, its title before it.
    pub(crate) fn read(
        &self,
        document: &Document,
        body: usize,
        statement: &Statement,
        opinions: &mut [Opinion],
        least: f64,
    ) {
        let in_title = statement.attribution.content.first().is_some_and(|first| first.start() < body);
        let part = if in_title { 0..body } else { body..document.text.len() };
        self.0.read(&document.text, part, statement, opinions, least);
    }
}

#[cfg(not(feature = "neural"))]
impl Second {
    /// `None`, since this build has the transparent reader only.
    ///
    /// Errors: `options` ask for another.
    pub(crate) fn load(options: &Options) -> Result<Option<Second>, Error> {
        match options.reader {
            Reader::Transparent => Ok(None),
            other => Err(Error::said(format!(
                "this build of verbale has no reader `{}`; build it with --features neural, or leave out --reader",
                other.word()
            ))),
        }
    }

    pub(crate) fn hashes(&self) -> [(String, String); 0] {
        match *self {}
    }

    pub(crate) fn read(&self, _: &Document, _: usize, _: &Statement, _: &mut [Opinion], _: f64) {
        match *self {}
    }
}
