"""Logistic regression by scikit-learn, in the few lines that the weights of the words need.

Only the commands that write `content/learned/` come here; the bot itself adds up what they have written.
No chance in it: the same examples in the same order give the same weights.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

SEEN = 3  # a feature of fewer texts says more about one writer than about people
ROUNDS = 400  # at most; it ends sooner where nothing moves any more

Vector = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Line:
    """What speaks for one label: `base` before any feature, and each feature's weight."""

    base: float
    weights: Vector

    def total(self, features: Vector) -> float:
        weights = self.weights
        return self.base + sum(value * weights.get(name, 0.0) for name, value in features.items())


def learn(
    examples: Sequence[tuple[Vector, str]], freedom: float, counts: Sequence[float] | None = None
) -> dict[str, Line]:
    """One line per label; of two labels, one for the second in alphabetical order.

    `freedom`: how little the weights are pulled towards zero. `counts`: how often each example counts.
    """
    often = _often(features for features, _ in examples)
    table = DictVectorizer()
    rows = table.fit_transform(
        [{name: value for name, value in features.items() if name in often} for features, _ in examples]
    )
    rows.indices, rows.indptr = rows.indices.astype(np.int32), rows.indptr.astype(np.int32)
    model = LogisticRegression(C=freedom, max_iter=ROUNDS, tol=1e-3)
    model.fit(rows, [label for _, label in examples], sample_weight=counts)
    names = table.get_feature_names_out()
    labels = model.classes_ if len(model.classes_) > 2 else model.classes_[1:]
    return {
        str(label): Line(float(base), dict(zip(names, map(float, weights), strict=True)))
        for label, base, weights in zip(labels, model.intercept_, model.coef_, strict=True)
    }


def _often(texts: Iterable[Vector]) -> set[str]:
    counts = Counter(name for features in texts for name in features)
    return {name for name, count in counts.items() if count >= SEEN}
