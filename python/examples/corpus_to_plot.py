# %% From a corpus to opinions to a plot
import pandas as pd
import verbale

corpus = pd.read_json("tests/corpus/articles/press.jsonl", lines=True)
analyzer = verbale.Analyzer(actors="tests/corpus/actors.csv")
opinions = analyzer.score(corpus).to_pandas()

# %% Who speaks how of whom
mean = opinions[opinions.counted].groupby(["holder", "target"]).stance.mean().sort_values()
mean.plot.barh(xlabel="mean stance, -1 (against) to 1 (in favor)").figure.savefig("stance.png", bbox_inches="tight")
