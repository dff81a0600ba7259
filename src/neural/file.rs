//! The file of a model: safetensors, packed with zstd. It comes in as a path; checked tensors come out.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::error::Error;
use crate::model::hash::sha256;

/// Where a model is looked for, unless the user names one: in the folder of the program, or one of the two above it (a
/// program that cargo has built lies two folders deep), then in the working folder.
const PLACE: &str = "models/stance.enc";

/// A model unpacked has at most so many bytes; what is behind them is not read.
const LARGEST: u64 = 256 << 20;

/// The path of the model: `given`, or the first of the usual places that holds one.
///
/// Errors: there is none; the sentence says where it was looked for.
pub(crate) fn found(given: Option<&Path>) -> Result<PathBuf, Error> {
    if let Some(path) = given {
        return Ok(path.to_owned());
    }
    let program = std::env::current_exe().unwrap_or_default();
    let above = program.ancestors().skip(1).take(3).map(|folder| folder.join(PLACE));
    let found = above.chain([PathBuf::from(PLACE)]).find(|path| path.is_file());
    found.ok_or_else(|| {
        Error::said(format!(
            "no model for --reader: expected {PLACE} beside the program, up to two folders above it, or in the working \
             folder; name it with --model"
        ))
    })
}

/// What the header says of a tensor.
#[derive(Deserialize)]
struct Entry {
    dtype: String,
    shape: Vec<usize>,
    data_offsets: [usize; 2],
}

/// What the header says of the model.
#[derive(Deserialize)]
struct Header {
    #[serde(rename = "__metadata__")]
    told: BTreeMap<String, String>,
    #[serde(flatten)]
    tensors: BTreeMap<String, Entry>,
}

/// An unpacked model.
pub(super) struct Model {
    header: Header,
    data: Vec<u8>,
    /// SHA-256 of the file, in hexadecimal.
    pub(super) hash: String,
}

impl Model {
    /// Reads the file at `path`.
    ///
    /// Errors: it cannot be read, or is no such file.
    pub(super) fn read(path: &Path) -> Result<Model, Error> {
        let packed = std::fs::read(path).map_err(|error| Error::io(path, error))?;
        let hash = sha256(&packed);
        let (header, data) = unpacked(&packed).ok_or_else(|| damaged(path))?;
        match header.told.get("form").map(String::as_str) {
            Some("1") => Ok(Model { header, data, hash }),
            form => Err(Error::said(format!(
                "{}: found a model of form `{}`; expected form 1, as this version of the program reads it",
                path.display(),
                form.unwrap_or("none")
            ))),
        }
    }

    /// What the header says under `name`.
    pub(super) fn told<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.header.told.get(name)?.parse().ok()
    }

    /// The bytes of a tensor of this type and shape.
    fn bytes(&self, name: &str, dtype: &str, shape: &[usize]) -> Option<&[u8]> {
        let entry = self.header.tensors.get(name)?;
        let [from, to] = entry.data_offsets;
        let is_right = entry.dtype == dtype && entry.shape == shape;
        self.data.get(from..to).filter(|_| is_right)
    }

    /// A tensor of floats; `None` if the model has none of this shape.
    pub(super) fn floats(&self, name: &str, shape: &[usize]) -> Option<Vec<f32>> {
        let (numbers, rest) = self.bytes(name, "F32", shape)?.as_chunks::<4>();
        let fits = rest.is_empty() && numbers.len() == shape.iter().product::<usize>();
        fits.then(|| numbers.iter().map(|&bytes| f32::from_le_bytes(bytes)).collect())
    }

    /// A tensor of whole numbers.
    pub(super) fn wholes(&self, name: &str, shape: &[usize]) -> Option<Vec<i8>> {
        let bytes = self.bytes(name, "I8", shape)?;
        (bytes.len() == shape.iter().product::<usize>()).then(|| bytes.iter().map(|&byte| byte.cast_signed()).collect())
    }

    /// A tensor that is a text.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        let entry = self.header.tensors.get(name)?;
        std::str::from_utf8(self.bytes(name, "U8", &entry.shape)?).ok()
    }
}

/// The header of a packed file and its data; `None` if it is damaged.
fn unpacked(packed: &[u8]) -> Option<(Header, Vec<u8>)> {
    let mut data = Vec::new();
    zstd::Decoder::new(packed).ok()?.take(LARGEST).read_to_end(&mut data).ok()?;
    let (length, rest) = data.split_first_chunk::<8>()?;
    let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
    let header = serde_json::from_slice(rest.get(..length)?).ok()?;
    data.drain(..8 + length);
    Some((header, data))
}

/// A file at `path` that is no model.
pub(super) fn damaged(path: &Path) -> Error {
    Error::said(format!("{}: no model, or a damaged one; models/README.md says how to get it", path.display()))
}
