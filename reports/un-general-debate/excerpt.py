"""Makes this folder from a whole run: the index and the pages of some actors, with the links to other pages taken out.

excerpt.py RUN ACTOR…      RUN is the folder of the run; into the folder of this file
"""
import re
import shutil
import sys
from pathlib import Path

run, actors = Path(sys.argv[1]), sys.argv[2:]
here = Path(__file__).parent
shown = {f"{actor}.md" for actor in actors} | {"index.md"}


def unlinked(page: str) -> str:
    def link(match: re.Match) -> str:
        target = match[2].split("#")[0].rsplit("/", 1)[-1]
        return match[0] if target in shown or not target else match[1]

    return re.sub(r"(?<!!)\[((?:[^\[\]\\]|\\.)*)\]\(([^()]*)\)", link, page)


for folder in ("actors", "charts"):
    shutil.rmtree(here / folder, ignore_errors=True)
    (here / folder).mkdir()
(here / "index.md").write_text(unlinked((run / "index.md").read_text()))
shutil.copy(run / "manifest.json", here)
for chart in ("dyads.svg", "strongest.svg"):
    shutil.copy(run / "charts" / chart, here / "charts")
for actor in actors:
    (here / f"actors/{actor}.md").write_text(unlinked((run / f"actors/{actor}.md").read_text()))
    for chart in (f"{actor}.svg", f"{actor}-trend.svg"):
        if (run / "charts" / chart).exists():
            shutil.copy(run / "charts" / chart, here / "charts")
