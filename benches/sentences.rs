//! Invented sentences in the proportions of news. They are the same every time.

/// The parts of the sentences. Like news, a sentence has one or two words with a tone.
const HOLDERS: [&str; 12] = [
    "The Foreign Ministry of Arland",
    "President Odo Marsk",
    "A spokeswoman for the governing council",
    "Bellonian officials",
    "The commission's report",
    "Marsk",
    "Opposition leaders in Port Vessel",
    "The NORTHERN LEAGUE",
    "A senior diplomat, who asked not to be named,",
    "Three members of the 12-nation panel",
    "Arland’s delegation",
    "The newspaper Vessel Courier",
];
const CUES: [&str; 10] = [
    "said on Tuesday that",
    "told reporters that",
    "announced in a statement:",
    "did not say whether",
    "insisted that",
    "added, after a meeting of two hours, that",
    "wrote in a letter to the assembly that",
    "is expected to declare that",
    "said in an interview with state television that",
    "had already made clear that",
];
const MATTERS: [&str; 14] = [
    "the agreement on fishing rights in the strait",
    "the budget for the coming year",
    "a joint inquiry into the collapse of the bridge",
    "the withdrawal of troops from the border district",
    "the second round of talks, held in the capital,",
    "an increase of 3.5 percent in the price of grain",
    "the court's ruling of 14 March",
    "the new railway between Arland and Bellonia",
    "the census that was taken last autumn",
    "the exchange of ambassadors",
    "every vessel that passes the canal",
    "the committee which oversees elections",
    "the governor’s proposal",
    "the state of the harbour at Port Vessel",
];
const JUDGEMENTS: [&str; 16] = [
    "would be a serious threat to stability",
    "was welcome but came too late",
    "had been discussed at length before the summer",
    "could be completed by the end of the decade",
    "was not acceptable to either side",
    "deserved the support of all parties",
    "would cost about 40 million crowns",
    "had nothing to do with the attack on the convoy",
    "remained under review",
    "was very good news for the region",
    "must be seen in the light of earlier decisions",
    "would be put to the vote in the lower house next week",
    "had failed, and that the victims were angry",
    "depends on what the neighbours do",
    "isn't a matter for the courts",
    "was among the subjects that the ministers went through during their visit",
];

/// Sentences with at least `bytes` bytes in total.
pub(crate) fn sentences(bytes: usize) -> Vec<String> {
    let mut draw = Draw(1);
    let mut total = 0;
    let mut sentences = Vec::new();
    while total < bytes {
        let sentence =
            format!("{} {} {} {}.", draw.from(&HOLDERS), draw.from(&CUES), draw.from(&MATTERS), draw.from(&JUDGEMENTS));
        total += sentence.len();
        sentences.push(sentence);
    }
    sentences
}

/// A generator of pseudo-random numbers (Steele, Lea & Flood 2014, SplitMix).
struct Draw(u64);

impl Draw {
    fn from<'w>(&mut self, words: &[&'w str]) -> &'w str {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        words[((mixed ^ mixed >> 31) % words.len() as u64) as usize]
    }
}
