#!/usr/bin/env python3
"""The figure of `reports/validation.md`: share of intervals that hold the truth. Reads the page, writes the figure.

    python3 tests/statistics/coverage.py < reports/validation.md > reports/validation/coverage.svg
"""

import sys

rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in sys.stdin if line.startswith("| Answer |")]
LEFT, TOP, WIDE, HIGH = 70, 54, 560, 230
x = lambda at: LEFT + WIDE * (at + 0.5) / len(rows)
y = lambda share: TOP + HIGH * (1 - share / 100)
out = [
    f'<svg xmlns="http://www.w3.org/2000/svg" width="660" height="380" viewBox="0 0 660 380" role="img" font-family="sans-serif" font-size="14" fill="#111">',
    "<title>Share of 95% intervals that hold the truth in 1,000 simulated corpora: raw about 0%, corrected about 95%</title>",
    '<rect width="660" height="380" fill="#fff"/>',
    f'<text x="{LEFT}" y="20">Share of 95% intervals that hold the true mean</text>',
    f'<circle cx="{LEFT + 6}" cy="38" r="5" fill="#22659c"/><text x="{LEFT + 18}" y="43">corrected by codes</text>',
    f'<rect x="{LEFT + 180}" y="33" width="10" height="10" fill="#b35806"/><text x="{LEFT + 198}" y="43">raw</text>',
]
for share in (0, 25, 50, 75, 95):
    dash = ' stroke-dasharray="5 4"' if share == 95 else ""
    out.append(f'<line x1="{LEFT}" y1="{y(share):.1f}" x2="{LEFT + WIDE}" y2="{y(share):.1f}" stroke="#bbb"{dash}/>')
    out.append(f'<text x="{LEFT - 8}" y="{y(share) + 5:.1f}" text-anchor="end">{share}%</text>')
for at, row in enumerate(rows):
    corrected, raw = (float(cell.rstrip("%")) for cell in (row[4], row[6]))
    out.append(f'<circle cx="{x(at):.1f}" cy="{y(corrected):.1f}" r="5" fill="#22659c"/>')
    out.append(f'<rect x="{x(at) - 5:.1f}" y="{y(raw) - 5:.1f}" width="10" height="10" fill="#b35806"/>')
    out.append(f'<text x="{x(at):.1f}" y="{TOP + HIGH + 24}" text-anchor="middle">{row[2]}</text>')
for group in range(len(rows) // 3):
    out.append(f'<text x="{x(group * 3 + 1):.1f}" y="{TOP + HIGH + 46}" text-anchor="middle">{rows[group * 3][1]} right</text>')
out.append(f'<text x="{LEFT}" y="{TOP + HIGH + 74}">Number of codes, and how often the program is right</text>')
out.append("</svg>")
print("\n".join(out))
