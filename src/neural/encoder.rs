//! The encoder: two segments come in; the probabilities of against, none and favor come out.

use std::path::Path;

use crate::error::Error;
use crate::neural::file::{Model, damaged};
use crate::neural::layer::{Layer, Norm};
use crate::neural::matrix::Matrix;
use crate::neural::number::softmax;
use crate::neural::token::{Pieces, Tokens};

/// Numbers for each piece, and for each piece inside a layer.
const WIDTH: usize = 384;
const INNER: usize = 4 * WIDTH;

/// A model, ready to be asked by any number of threads.
pub(crate) struct Encoder {
    tokens: Tokens,
    /// What each token means by itself: whole numbers, and what a unit of each row is worth.
    meanings: Vec<i8>,
    units: Vec<f32>,
    /// What it means to stand at a place, and in a segment.
    places: Vec<f32>,
    segments: Vec<f32>,
    norm: Norm,
    layers: Vec<Layer>,
    head: Vec<f32>,
    head_bias: Vec<f32>,
    /// SHA-256 of its file, in hexadecimal.
    pub(crate) hash: String,
}

impl Encoder {
    /// Reads the model at `path`.
    ///
    /// Errors: it cannot be read, is damaged, or is of another form.
    pub(crate) fn read(path: &Path) -> Result<Encoder, Error> {
        let model = Model::read(path)?;
        Encoder::of(&model).ok_or_else(|| damaged(path))
    }

    fn of(model: &Model) -> Option<Encoder> {
        let longest: usize = model.told("longest").filter(|&longest| (8..=512).contains(&longest))?;
        let heads = model.told("heads").filter(|&heads| heads > 0 && WIDTH.is_multiple_of(heads))?;
        let tokens = Tokens::read(model.text("vocabulary")?, model.text("letters")?, longest)?;
        let layers: usize = model.told("layers")?;
        let layers = (0..layers).map(|number| layer(model, number, heads)).collect::<Option<_>>()?;
        Some(Encoder {
            meanings: model.wholes("tokens", &[tokens.len(), WIDTH])?,
            units: model.floats("tokens.scale", &[tokens.len()])?,
            places: model.floats("places", &[longest, WIDTH])?,
            segments: model.floats("segments", &[2, WIDTH])?,
            norm: norm(model, "norm")?,
            head: model.floats("head", &[3, 4 * WIDTH])?,
            head_bias: model.floats("head.bias", &[3])?,
            hash: model.hash.clone(),
            tokens,
            layers,
        })
    }

    /// The probabilities of against, none and favor of what two segments say.
    pub(crate) fn probabilities(&self, first: &str, second: &str) -> [f64; 3] {
        let pieces = self.tokens.pair(first, second);
        let mut states = self.embedded(&pieces);
        for layer in &self.layers {
            layer.apply(&mut states, WIDTH);
        }
        let seen = self.seen(&pieces.numbers, &states);
        let mut out = [0.0; 3];
        for ((out, weights), bias) in out.iter_mut().zip(self.head.chunks_exact(4 * WIDTH)).zip(&self.head_bias) {
            *out = weights.iter().zip(&seen).fold(0.0, |sum, (weight, seen)| sum + weight * seen) + bias;
        }
        softmax(&mut out);
        out.map(f64::from)
    }

    /// The numbers of the pieces of two segments, as they are read.
    #[cfg(feature = "fit")]
    pub(crate) fn pieces(&self, first: &str, second: &str) -> Vec<u32> {
        self.tokens.pair(first, second).numbers
    }

    /// What each piece means by itself and where it stands.
    fn embedded(&self, pieces: &Pieces) -> Vec<f32> {
        let mut states = Vec::with_capacity(pieces.numbers.len() * WIDTH);
        for (at, &number) in pieces.numbers.iter().enumerate() {
            let row = |of: usize| of * WIDTH..(of + 1) * WIDTH;
            let number = number as usize;
            let meaning = self.meanings[row(number)].iter().map(|&x| f32::from(x) * self.units[number]);
            let segment = &self.segments[row(usize::from(at >= pieces.second))];
            let placed = meaning.zip(&self.places[row(at)]).zip(segment);
            states.extend(placed.map(|((meaning, place), segment)| meaning + place + segment));
        }
        self.norm.apply(&mut states);
        states
    }

    /// What the head sees: the first piece, the means of target, of source, and of all.
    fn seen(&self, numbers: &[u32], states: &[f32]) -> Vec<f32> {
        let mut seen = states[..WIDTH].to_vec();
        for mark in self.tokens.marks {
            let mut open = false;
            let between = numbers.iter().map(|&number| {
                open ^= number == mark;
                open && number != mark
            });
            seen.extend(mean(states, between));
        }
        seen.extend(mean(states, numbers.iter().map(|_| true)));
        seen
    }
}

/// The mean of the states for which `counts` says yes; 0 if there are none.
fn mean(states: &[f32], counts: impl Iterator<Item = bool>) -> Vec<f32> {
    let (mut all, mut number) = (vec![0.0; WIDTH], 0.0_f32);
    for (state, _) in states.chunks_exact(WIDTH).zip(counts).filter(|(_, counts)| *counts) {
        all.iter_mut().zip(state).for_each(|(sum, x)| *sum += x);
        number += 1.0;
    }
    all.iter_mut().for_each(|sum| *sum /= number.max(1.0));
    all
}

fn layer(model: &Model, number: usize, heads: usize) -> Option<Layer> {
    let matrix = |name: &str, outputs: usize, inputs: usize| {
        let name = format!("{number}.{name}");
        let weights = model.wholes(&name, &[outputs, inputs])?;
        let scale = model.floats(&format!("{name}.scale"), &[outputs])?;
        let bias = model.floats(&format!("{name}.bias"), &[outputs])?;
        Some(Matrix::new(&weights, scale, bias))
    };
    Some(Layer {
        asked: matrix("asked", 3 * WIDTH, WIDTH)?,
        heard: matrix("heard", WIDTH, WIDTH)?,
        heard_norm: norm(model, &format!("{number}.heard.norm"))?,
        up: matrix("up", INNER, WIDTH)?,
        down: matrix("down", WIDTH, INNER)?,
        down_norm: norm(model, &format!("{number}.down.norm"))?,
        heads,
    })
}

fn norm(model: &Model, name: &str) -> Option<Norm> {
    let part = |part: &str| model.floats(&format!("{name}.{part}"), &[WIDTH]);
    Some(Norm { weight: part("weight")?, bias: part("bias")?, epsilon: model.told("epsilon")? })
}
