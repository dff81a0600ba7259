use serde_json::Value;

use crate::program::{ACTORS, STATES, folder};

/// Numbers without a pattern, the same every time.
struct Draw(u32);

impl Draw {
    fn whole(&mut self) -> i8 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.0 >> 25) as i8 - 64
    }

    /// From −`size` to `size`.
    fn float(&mut self, size: f32) -> f32 {
        size * f32::from(self.whole()) / 64.0
    }
}

/// The parts of a model's file.
struct Parts {
    header: serde_json::Map<String, Value>,
    data: Vec<u8>,
}

impl Parts {
    fn add(&mut self, name: &str, dtype: &str, shape: &[usize], bytes: Vec<u8>) {
        let from = self.data.len();
        self.data.extend(bytes);
        let entry = serde_json::json!({ "dtype": dtype, "shape": shape, "data_offsets": [from, self.data.len()] });
        self.header.insert(name.to_owned(), entry);
    }

    fn floats(&mut self, name: &str, shape: &[usize], mut each: impl FnMut() -> f32) {
        let count = shape.iter().product();
        self.add(name, "F32", shape, (0..count).flat_map(|_| each().to_le_bytes()).collect());
    }

    fn matrix(&mut self, name: &str, shape: [usize; 2], draw: &mut Draw) {
        let bytes = (0..shape[0] * shape[1]).map(|_| draw.whole().to_le_bytes()[0]).collect();
        self.add(name, "I8", &shape, bytes);
        self.floats(&format!("{name}.scale"), &shape[..1], || 0.002);
    }

    fn norm(&mut self, name: &str) {
        self.floats(&format!("{name}.weight"), &[384], || 1.0);
        self.floats(&format!("{name}.bias"), &[384], || 0.0);
    }
}

/// A model of one layer that knows single letters and has learned nothing.
fn model(seed: u32) -> Vec<u8> {
    let draw = &mut Draw(seed);
    let told = serde_json::json!({ "form": "1", "layers": "1", "heads": "12", "longest": "112", "epsilon": "1e-12" });
    let header = serde_json::Map::from_iter([("__metadata__".to_owned(), told)]);
    let mut parts = Parts { header, data: Vec::new() };
    let mut vocabulary: Vec<String> = ["[UNK]", "[CLS]", "[SEP]", "*", "#"].map(str::to_owned).to_vec();
    vocabulary.extend(('a'..='z').flat_map(|letter| [letter.to_string(), format!("##{letter}")]));
    parts.matrix("tokens", [vocabulary.len(), 384], draw);
    parts.floats("places", &[112, 384], || draw.float(0.1));
    parts.floats("segments", &[2, 384], || draw.float(0.1));
    parts.norm("norm");
    for (name, outputs, inputs) in [("asked", 1152, 384), ("heard", 384, 384), ("up", 1536, 384), ("down", 384, 1536)] {
        parts.matrix(&format!("0.{name}"), [outputs, inputs], draw);
        parts.floats(&format!("0.{name}.bias"), &[outputs], || draw.float(0.1));
    }
    parts.norm("0.heard.norm");
    parts.norm("0.down.norm");
    parts.floats("head", &[3, 1536], || draw.float(0.3));
    // By itself it would say none of everything.
    let mut bias = [0.0, -5.0, 0.0].into_iter();
    parts.floats("head.bias", &[3], || bias.next().unwrap_or_default());
    let letters: String = (b'A'..=b'Z').map(|c| format!("{c:x}-{c:x}\t{}\n", char::from(c + 32))).collect();
    for (name, text) in [("vocabulary", vocabulary.join("\n")), ("letters", letters)] {
        parts.add(name, "U8", &[text.len()], text.into_bytes());
    }
    let header = Value::Object(parts.header).to_string();
    let mut file = (header.len() as u64).to_le_bytes().to_vec();
    file.extend(header.into_bytes());
    file.extend(parts.data);
    zstd::encode_all(&*file, 1).expect("bytes can be packed")
}

/// Invented articles in which states speak of each other.
fn articles(number: usize) -> String {
    let said = [
        "condemned the brutal aggression of {} and thanked {} for its generous help",
        "said that {} was a reliable partner, unlike {}, which had broken the treaty",
        "accused {} of lying. “We shall never trust {} again,” the foreign ministry said",
    ];
    let article = |number: usize| {
        let [one, two, three] = [0, 1, 2].map(|step| STATES[(number + step) % 4]);
        let said = said[number % 3].replacen("{}", two, 1).replacen("{}", three, 1);
        let text = format!("{} envoys met in the capital. {one} {said}.", number + 2);
        serde_json::json!({ "doc_id": format!("a{number:02}"), "title": format!("{one} warns {two}"), "text": text })
            .to_string()
    };
    (0..number).map(|number| article(number) + "\n").collect()
}

/// A folder with a table of actors, so many articles, and two models.
pub(crate) fn prepared(number: usize) -> tempfile::TempDir {
    let (one, other) = (model(7), model(8));
    folder(&[
        ("actors.csv", ACTORS.as_bytes()),
        ("articles.jsonl", articles(number).as_bytes()),
        ("one.enc", &one),
        ("other.enc", &other),
    ])
}
