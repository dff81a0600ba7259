//! Reads arbitrary text as a user's table of actors or lexicon. It must be read or refused.
#![no_main]

use libfuzzer_sys::fuzz_target;

const HEADERS: [&str; 7] = [
    "",
    "id,name,kind,parent,aliases\n",
    "id,name,kind,parent,gender,origin\n",
    "alias,actor,form,from,to,needs,origin\n",
    "of,office,holder,from,to,origin\n",
    "expression,class,slot,valence,category,origin\n",
    "word,valence\n",
];

fuzz_target!(|bytes: &[u8]| {
    let Some((kind, bytes)) = bytes.split_first() else { return };
    let header = HEADERS[usize::from(*kind) % HEADERS.len()];
    verbale::batch::fuzzing::table(&format!("{header}{}", String::from_utf8_lossy(bytes)), *kind & 64 != 0);
});
