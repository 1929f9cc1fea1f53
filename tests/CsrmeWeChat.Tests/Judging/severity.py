"""Least squares of item and juror effects in exact fractions, to check ours against: python3 severity.py > severity.json

Written from the normal equations of all effects at once, and solved by Gauss and Jordan without rounding; ours takes the items out first
and solves by Cholesky in floating point. Two panels: one in which all hang together, and one that falls into two.
"""

import json
import random
from fractions import Fraction


def solve(matrix, right):
    n = len(right)
    rows = [list(map(Fraction, matrix[i])) + [Fraction(right[i])] for i in range(n)]
    for column in range(n):
        pivot = next(i for i in range(column, n) if rows[i][column] != 0)
        rows[column], rows[pivot] = rows[pivot], rows[column]
        rows[column] = [value / rows[column][column] for value in rows[column]]
        for i in range(n):
            if i != column and rows[i][column] != 0:
                factor = rows[i][column]
                rows[i] = [a - factor * b for a, b in zip(rows[i], rows[column])]
    return [row[n] for row in rows]


def panels_of(scores):
    """Which jurors hang together by way of shared items."""
    panels = []
    for item in {s["item"] for s in scores}:
        own = {s["juror"] for s in scores if s["item"] == item}
        touched = [p for p in panels if p & own]
        panels = [p for p in panels if not p & own] + [own.union(*touched)]
    return panels


def normalised(scores):
    items = sorted({s["item"] for s in scores})
    jurors = sorted({s["juror"] for s in scores})
    panels = panels_of(scores)
    # Unknowns: items, jurors, and one multiplier for each panel, whose jurors add up to nothing.
    n, m, k = len(items), len(jurors), len(panels)
    size = n + m + k
    matrix = [[0] * size for _ in range(size)]
    right = [Fraction(0)] * size
    for s in scores:
        i, j, y = items.index(s["item"]), n + jurors.index(s["juror"]), Fraction(s["points"])
        for a in (i, j):
            right[a] += y
            for b in (i, j):
                matrix[a][b] += 1
    for p, panel in enumerate(panels):
        for juror in panel:
            j = n + jurors.index(juror)
            matrix[j][n + m + p] = matrix[n + m + p][j] = 1
    effects = solve(matrix, right)
    return (
        {str(item): float(effects[i]) for i, item in enumerate(items)},
        {str(juror): float(effects[n + j]) for j, juror in enumerate(jurors)},
        k,
    )


def panel(chance, items, jurors, per_item):
    severity = {juror: chance.uniform(-15, 15) for juror in jurors}
    return [
        {
            "item": item,
            "juror": juror,
            "points": str(round(max(0, min(100, chance.gauss(70, 12) + severity[juror])) * 10) / 10),
        }
        for item in items
        for juror in chance.sample(jurors, per_item)
    ]


chance = random.Random(530)
whole = panel(chance, list(range(1, 41)), list(range(1, 9)), 3)
apart = panel(chance, list(range(1, 11)), [1, 2, 3], 2) + panel(chance, list(range(11, 21)), [4, 5, 6], 2)
cases = []
for scores in (whole, apart):
    items, jurors, parts = normalised(scores)
    cases.append({"scores": scores, "items": items, "jurors": jurors, "parts": parts})
print(json.dumps(cases, indent=1))
