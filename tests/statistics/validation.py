#!/usr/bin/env python3
"""Reference values for the statistics of `src/validate`, made by other people's programs.

    pip install numpy==2.4.6 scipy==1.17.1 krippendorff==0.9.0 scikit-learn==1.9.1 ppi-python==0.2.3
    python tests/statistics/validation.py > tests/statistics/validation.json

The data are invented. `estimate` is a plain NumPy script of the formulas; `ppi` is the package.
"""

import json
from importlib.metadata import version

import krippendorff
import numpy as np
from ppi_py import ppi_mean_ci, ppi_mean_pointestimate
from ppi_py.ppi import _calc_lam_glm
from sklearn.metrics import cohen_kappa_score, precision_recall_fscore_support

draw = np.random.default_rng(23)


def ratings(units, coders, classes, missing, right):
    """What coders say about units: mostly the truth; NaN where one says nothing."""
    truth = draw.integers(0, classes, units)
    said = np.where(draw.random((coders, units)) < right, truth, draw.integers(0, classes, (coders, units)))
    said = said.astype(float)
    said[draw.random((coders, units)) < missing] = np.nan
    return said


def alpha():
    rows = []
    for units, coders, classes, missing, right in [(12, 2, 3, 0, 0.8), (40, 3, 3, 0.2, 0.6), (60, 4, 5, 0.5, 0.7)]:
        said = ratings(units, coders, classes, missing, right)
        values = [[int(value) for value in unit if not np.isnan(value)] for unit in said.T]
        of = lambda level: krippendorff.alpha(said, value_domain=list(range(classes)), level_of_measurement=level)
        rows.append({"classes": classes, "units": values, "nominal": of("nominal"), "ordinal": of("ordinal")})
    return rows


def kappa():
    rows = []
    for units, classes, right in [(20, 3, 0.8), (100, 5, 0.5)]:
        said = ratings(units, 2, classes, 0, right).astype(int)
        weights = draw.integers(1, 9, units)
        plain = cohen_kappa_score(said[0], said[1])
        weighted = cohen_kappa_score(said[0], said[1], sample_weight=weights)
        rows.append({"classes": classes, "said": said.tolist(), "weights": weights.tolist(), "plain": plain,
                     "weighted": weighted})
    return rows


def classes():
    said = ratings(80, 2, 3, 0, 0.7).astype(int)
    weights = draw.integers(1, 30, 80)
    found = precision_recall_fscore_support(said[0], said[1], labels=[0, 1, 2], sample_weight=weights)
    names = ["precision", "recall", "f1"]
    values = {name: value.tolist() for name, value in zip(names, found)}
    return {"truth": said[0].tolist(), "program": said[1].tolist(), "weights": weights.tolist(), **values}


def population(size, clusters, strata):
    """Units with what the program says, and codes for some of each stratum."""
    cluster = draw.integers(0, clusters, size)
    truth = draw.choice([-1, 0, 1], size, p=[0.3, 0.55, 0.15])
    predicted = np.where(draw.random(size) < 0.75, truth, draw.choice([-1, 0], size)).astype(float)
    stratum = draw.integers(0, strata, size)
    belongs = draw.random(size) > 0.07
    coded, drawn = np.zeros(size, bool), np.zeros(size, int)
    for one in range(strata):
        members = np.flatnonzero(stratum == one)
        number = max(3, int(len(members) * 0.15 * (one + 1)))
        coded[draw.choice(members, number, replace=False)] = True
        drawn[members] = number
    sizes = np.array([np.sum(stratum == one) for one in range(strata)])
    probability = drawn / sizes[stratum]
    return cluster, truth, predicted, stratum, belongs, coded, drawn, probability


def estimate(cluster, truth, predicted, stratum, belongs, coded, drawn, probability):
    """The doubly robust mean, step by step."""
    size = len(cluster)
    weight = np.where(coded, 1 / probability, 0)
    weight = weight * size / weight.sum()
    d, y, f = belongs * coded, truth * belongs * coded, predicted

    def mean(trust):
        return np.sum(trust * f + weight * (d * y - trust * f)) / np.sum(trust + weight * (d - trust))

    about = mean(1)
    code = d * (y - about)
    cov = lambda a, b: np.average((a - np.average(a, weights=weight)) * (b - np.average(b, weights=weight)),
                                  weights=weight)
    trust = np.clip(cov(code, f) / np.var(f, ddof=1), 0, 1)
    value = mean(trust)
    error = np.where(coded, d * (y - value) - trust * (f - value), 0)
    middle = np.sum(weight * error) / size
    off = np.where(coded, error - middle, 0)
    influence = trust * (f - value) + middle + weight * off
    whole = sum(influence[cluster == one].sum() ** 2 for one in np.unique(cluster))
    independent = np.sum(weight * (weight - 1) * off**2 * coded)
    strata = 0
    for one in np.unique(stratum[coded]):
        mine = coded & (stratum == one)
        number = drawn[mine][0]
        spread = (np.sum(off[mine] ** 2) - off[mine].sum() ** 2 / number) * number / (number - 1)
        w = weight[mine].mean()
        strata += w * (w - 1) * spread
    documents, codes = len(np.unique(cluster[coded])), coded.sum()
    short = documents / (documents - 1) * codes / (codes - 1)
    below = np.sum(weight * d)
    variance = (max(whole - independent, 0) + strata) * short / below**2
    return float(trust), float(value), float(np.sqrt(variance))


def estimates():
    rows = []
    for size, clusters, strata in [(150, 40, 1), (250, 60, 3), (350, 90, 4)]:
        units = population(size, clusters, strata)
        trust, value, error = estimate(*units)
        names = ["cluster", "truth", "predicted", "stratum", "belongs", "coded", "drawn", "probability"]
        told = {name: array.tolist() for name, array in zip(names, units)}
        rows.append({**told, "trust": trust, "value": value, "error": error})
    return rows


def ppi():
    """Simple random samples, one unit a document, all codes in the population: what the package does."""
    rows = []
    for size, number in [(250, 50), (500, 90)]:
        truth = draw.choice([-1.0, 0, 1], size, p=[0.3, 0.5, 0.2])
        predicted = np.where(draw.random(size) < 0.75, truth, draw.choice([-1.0, 0], size))
        y, f, rest = truth[:number], predicted[:number], predicted[number:]
        value = float(np.squeeze(ppi_mean_pointestimate(y, f, rest)))
        low, high = ppi_mean_ci(y, f, rest, alpha=0.05)
        start = rest.mean() + (y - f).mean()
        column = lambda values: (values - start)[:, None]
        trust = _calc_lam_glm(column(y), column(f), column(rest), np.eye(1), clip=True)
        rows.append({"truth": y.tolist(), "predicted": predicted.tolist(), "value": value,
                     "trust": float(trust), "error": float(np.squeeze(high - low)) / 2 / 1.959963984540054})
    return rows


packages = ["numpy", "scipy", "krippendorff", "scikit-learn", "ppi-python"]
print(json.dumps({
    "made_with": {name: version(name) for name in packages},
    "alpha": alpha(), "kappa": kappa(), "classes": classes(), "estimates": estimates(), "ppi": ppi(),
}, indent=None, separators=(",", ":")))
