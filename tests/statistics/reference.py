#!/usr/bin/env python3
"""Reference values for the statistics of `src/aggregate`, made by other people's programs.

    pip install numpy==2.4.6 scipy==1.17.1 statsmodels==0.15.0 ruptures==1.1.10
    python tests/statistics/reference.py > tests/statistics/reference.json

The data are invented: small whole numbers of statements, and sums of stances in millionths.
"""

import json
import sys
from importlib.metadata import version

import numpy as np
import ruptures
from scipy import stats
from statsmodels.stats.meta_analysis import combine_effects, effectsize_smd
from statsmodels.stats.multitest import multipletests

MICRO = 1_000_000
ROUNDS = 99_999
draw = np.random.default_rng(20)


def stances(number, mean, spread):
    """Stances in millionths, in steps of a hundredth, so that some are tied."""
    return (np.clip(draw.normal(mean, spread, number), -1, 1).round(2) * MICRO).round().astype(int)


def sample(number, mean, spread, most=1):
    """Documents: how many statements each has, and the sum of their stances."""
    statements = draw.integers(1, most + 1, number)
    return {"statements": statements.tolist(), "stance": (stances(number, mean, spread) * statements).tolist()}


def ratio(stance, statements, axis=-1):
    return np.sum(stance, axis=axis) / MICRO / np.sum(statements, axis=axis)


def drawn_anew(side, number=400_000):
    """Means of the plain bootstrap: as many documents as there are, with replacement."""
    size = len(side["stance"])
    times = draw.multinomial(size, np.full(size, 1 / size), number)
    return times @ np.array(side["stance"]) / MICRO / (times @ np.array(side["statements"]))


def ends(means, *sides):
    """The expanded percentiles: for few documents the bootstrap is too narrow. Degrees of freedom by Welch."""
    drawn, whole, parts = 0, 0, 0
    for side in sides:
        stance, statements = np.array(side["stance"]) / MICRO, np.array(side["statements"])
        size = len(stance)
        variance = ((stance - stance.sum() / statements.sum() * statements) ** 2).sum() / statements.sum() ** 2
        drawn += variance
        whole += variance * size / (size - 1)
        parts += (variance * size / (size - 1)) ** 2 / (size - 1)
    tail = stats.norm.cdf(-np.sqrt(whole / drawn) * stats.t.ppf(0.975, whole**2 / parts))
    return np.quantile(means, [tail, 1 - tail])


def bootstrap():
    for number, mean, spread, most in [(6, 0.1, 0.4, 1), (12, -0.3, 0.3, 4), (40, 0.2, 0.4, 3), (150, 0.0, 0.5, 2)]:
        side = sample(number, mean, spread, most)
        means = drawn_anew(side)
        low, high = ends(means, side)
        yield side | {"mean": ratio(side["stance"], side["statements"]), "low": low, "high": high, "spread": means.std()}


def pooling():
    """Equal weights for documents: a mean of one statement each. DerSimonian and Laird's spread between dyads."""
    for means in [[0.6, -0.4, 0.2, 0.0, 0.3], [0.1, 0.1, 0.1, 0.1]]:
        dyads = [stances(number, mean, 0.3) / MICRO for number, mean in zip([30, 12, 3, 8, 2], means)]
        freedom = sum(len(dyad) - 1 for dyad in dyads)
        within = sum(((dyad - dyad.mean()) ** 2).sum() for dyad in dyads) / freedom
        variances = np.array([within / len(dyad) for dyad in dyads])
        own = np.array([dyad.mean() for dyad in dyads])
        found = combine_effects(own, variances, method_re="dl")
        between = max(found.tau2, 0)
        trust = between / (between + variances)
        yield {
            "dyads": [(dyad * MICRO).round().astype(int).tolist() for dyad in dyads],
            "mean": found.mean_effect_fe,
            "between": between,
            "pooled": (found.mean_effect_fe + trust * (own - found.mean_effect_fe)).tolist(),
        }


def apart(values, axis=-1):
    """The largest distance between two sides of at least ten, weighed by their sizes: one way to write what a
    change point in the mean takes away from the squares."""
    values = np.moveaxis(np.atleast_1d(values), axis, -1)
    number = values.shape[-1]
    before = np.arange(10, number - 9)
    sums = np.cumsum(values, axis=-1)
    left = sums[..., before - 1] / before
    right = (sums[..., -1:] - sums[..., before - 1]) / (number - before)
    return (np.abs(left - right) * np.sqrt(before * (number - before) / number)).max(axis=-1)


def changes():
    several = [np.concatenate([stances(20, 0, 0.3), stances(25, step, 0.3)]) for step in [0.0, 0.12, 0.3, 0.5]]
    # Nearly all tied: many orders are exactly as far apart as the one that was found.
    tied = np.full(24, 100_000)
    tied[[14, 16, 19, 22]] = 700_000
    for values in several + [tied]:
        found = ruptures.Dynp(model="l2", min_size=10, jump=1).fit(values / MICRO).predict(1)[0]
        test = stats.permutation_test(
            (values / MICRO,), apart, permutation_type="pairings", alternative="greater", n_resamples=ROUNDS,
            vectorized=True, rng=draw, batch=2000,
        )
        yield {"stance": values.tolist(), "at": int(found), "apart": float(test.statistic), "p": float(test.pvalue)}


def corrections():
    lists = [
        [0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216],
        [0.01, 0.02, 0.03, 0.04, 0.05],
        [0.04, 0.04, 0.9],
        [0.2, 0.5],
        np.sort(draw.uniform(0, 1, 40) ** 3).round(4).tolist(),
    ]
    for p in lists:
        rejected = multipletests(p, alpha=0.05, method="fdr_bh")[0]
        yield {
            "p": p,
            "limit": max((one for one, told in zip(p, rejected) if told), default=None),
            "holm": multipletests(p, method="holm")[1].tolist(),
        }



def two_sides():
    for numbers, gap, most in [((12, 12), 0.0, 1), ((8, 20), 0.25, 3), ((15, 15), 0.4, 2), ((5, 5), 0.9, 1)]:
        first, second = sample(numbers[0], 0, 0.3, most), sample(numbers[1], gap, 0.3, most)

        def apart(one, other):
            one, other = np.array(one, int), np.array(other, int)
            return ratio(stance[other], statements[other]) - ratio(stance[one], statements[one])

        stance = np.array(first["stance"] + second["stance"])
        statements = np.array(first["statements"] + second["statements"])
        at = np.arange(len(stance))
        test = stats.permutation_test(
            (at[: numbers[0]], at[numbers[0] :]), apart, permutation_type="independent", vectorized=False,
            n_resamples=30_000, rng=draw,
        )
        means = [np.array(side["stance"]) / MICRO / np.array(side["statements"]) for side in (first, second)]
        one, other = means
        g = effectsize_smd(other.mean(), other.std(ddof=1), len(other), one.mean(), one.std(ddof=1), len(one))[0]
        gaps = drawn_anew(second) - drawn_anew(first)
        low, high = ends(gaps, first, second)
        yield {
            "first": first, "second": second, "difference": float(test.statistic), "p": float(test.pvalue),
            "g": float(g), "spread": gaps.std(), "low": low, "high": high,
        }


def pairs():
    """Documents that stand on both sides: each may swap its two halves."""
    for number, gap in [(10, 0.15), (12, 0.3)]:
        first, second = stances(number, 0, 0.3), stances(number, gap, 0.3)
        test = stats.permutation_test(
            (first, second), lambda one, other, axis=-1: other.mean(axis) - one.mean(axis),
            permutation_type="samples", vectorized=True, n_resamples=np.inf,
        )
        yield {"first": first.tolist(), "second": second.tolist(), "p": float(test.pvalue)}


def reciprocity():
    """Two series by year, of which each lacks some."""
    years = np.arange(1980, 2012)
    for shared in [0.0, 0.5, 1.0]:
        wave = draw.normal(0, 0.3, len(years) + 1)
        one = dict(zip(years.tolist(), (shared * wave[1:] + draw.normal(0, 0.2, len(years))).round(3).tolist()))
        other = dict(zip(years.tolist(), (shared * wave[:-1] + draw.normal(0, 0.2, len(years))).round(3).tolist()))
        del one[1985], other[1991], other[2004]

        def correlation(one, other, lag):
            both = [(one[year], other[year + lag]) for year in one if year + lag in other]
            x, y = map(np.array, zip(*both))
            test = stats.permutation_test(
                (x,), lambda x: stats.pearsonr(x, y).statistic, permutation_type="pairings", vectorized=False,
                n_resamples=5000, rng=draw,
            )
            return {"r": float(stats.pearsonr(x, y).statistic), "p": float(test.pvalue), "n": len(both)}

        yield {
            "one": list(one.items()), "other": list(other.items()), "same": correlation(one, other, 0),
            "leads": correlation(one, other, 1), "follows": correlation(other, one, 1),
        }


def ambivalence():
    """Griffin's measure of the shares for and against."""
    for favor, against in [(0.5, 0.5), (1.0, 0.0), (0.0, 0.0), (0.25, 0.5), (0.4, 0.3)]:
        shares = np.array([favor, against])
        yield [favor, against, float(shares.mean() - np.ptp(shares))]


degrees = [1, 2, 3, 4, 5, 7, 10, 20, 50, 200, 5000]
points = [-4.0, -2.5758, -1.96, -1.0, -0.1, 0.0, 0.3, 1.2816, 3.0]
made = {
    "versions": {name: version(name) for name in ["numpy", "scipy", "statsmodels", "ruptures"]},
    "student": [[freedom, stats.t.ppf(0.975, freedom)] for freedom in degrees],
    "normal": [[z, stats.norm.cdf(z)] for z in points],
    "poisson": stats.poisson.pmf(np.arange(6), 1).tolist(),
    "bootstrap": list(bootstrap()),
    "pooling": list(pooling()),
    "changes": list(changes()),
    "corrections": list(corrections()),
    "two_sides": list(two_sides()),
    "pairs": list(pairs()),
    "reciprocity": list(reciprocity()),
    "ambivalence": list(ambivalence()),
}
lines = [f"{json.dumps(name)}: {json.dumps(value, default=float)}" for name, value in made.items()]
sys.stdout.write("{\n" + ",\n".join(lines) + "\n}\n")
