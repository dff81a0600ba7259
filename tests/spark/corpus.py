"""Writes a corpus of given statements about invented states and persons, the same for the same seed: corpus.py N FILE."""

import json
import random
import sys

HOLDERS = [
    "QRV.IVEN_TORVASH", "QRV.SELA_DRANIK", "QRV.PAVO_USHNIR", "QTM.ILSA_WARRENDALE", "QTM.TOBIN_ASHCOMBE",
    "QTM.NOEL_STRADE", "QZM.DASTAN_OKHREL", "QZM.LUMA_FEYZAR", "QTH.BENNO_KASTRELL", "QTH.MIRELA_TESKEN",
    "QMB.JONNA_VELKAER", "QPR.LUCIA_BANDREL", "LEAGUE.AMARA_DOSSOUMA", "Karvelia", "Estmere", "Thalvia", "Zembria",
]
TARGETS = [
    "Karvelia", "Estmere", "Thalvia", "Zembria", "Amberlund", "Pirosa", "Iven Torvash", "Ilsa Warrendale",
    "Dastan Okhrel", "Benno Kastrell", "the Karvelian People's Guard", "the Estmeran Army", "the League of Concord",
]
SENTENCES = [
    "We thank {} for {} boats sent after the flood.",
    "We condemn {} for {} shots fired at the ferry.",
    "The envoys of {} asked for {} more days.",
    "Nobody here trusts {} with {} bridges.",
    "Our friends in {} kept all {} promises.",
    "{} has broken the agreement {} times.",
    "We shall work with {} on {} dams.",
    "The threats of {} will not move us, not in {} years.",
    "{} welcomed {} of our families: “You were brave”\tand kind.",
]


def main():
    number, path = int(sys.argv[1]), sys.argv[2]
    draw = random.Random(20310614)
    with open(path, "w", encoding="utf-8") as out:
        for at in range(number):
            day = f"{2031 + draw.randrange(4)}-{1 + draw.randrange(12):02}-{1 + draw.randrange(28):02}"
            text = draw.choice(SENTENCES).format(draw.choice(TARGETS), draw.randrange(2, 1000))
            record = {"doc_id": f"s{at:07}", "date": day, "outlet": "Council", "holder": draw.choice(HOLDERS), "text": text}
            # Some other letters as escapes, some as they are.
            out.write(json.dumps(record, ensure_ascii=at % 2 == 0) + "\n")


main()
