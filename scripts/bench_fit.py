"""One patient: how long it takes to fit the first woman of lesson 13 and to predict her."""

import bonelab as bl
from bonelab.teaching.cases import case
from scripts import performance_page as page
from scripts.bench_peers import milliseconds

REPEATS = 3
WANTED = 30  # seconds
TEXT = f"""
The first woman of lesson 13 (blood and two scans), `bl.fit` as a user calls it, and then
`predict()` of ten years without a therapy, both on one core. At most {WANTED} s are wanted for
the fit. Medians of {REPEATS} runs: {{machine}}.
"""


def fit() -> str:
    """Print the seconds of each engine, and return the section of docs/performance.md."""
    rows = []
    for engine in ("plain", "fast"):
        bl.simulate(engine=engine)  # a compiled engine compiles once
        took = []
        for _ in range(REPEATS):
            found, fitting = milliseconds(
                lambda e=engine: bl.fit(case("A"), engine=e, progress=False)
            )
            _, predicting = milliseconds(
                lambda f=found, e=engine: f.predict(engine=e, progress=False)
            )
            took.append((fitting / 1000, predicting / 1000))
        seconds, ahead = (sorted(each)[REPEATS // 2] for each in zip(*took, strict=True))
        print(
            f"fit {engine} {seconds:.1f} s (at most {WANTED} s are wanted), predict {ahead:.1f} s"
        )
        rows.append([f"bonelab {engine}", f"{seconds:.1f}", f"{ahead:.1f}"])
    text = TEXT.strip().format(machine=page.machine())
    return f"{text}\n\n{page.table(['', 'fit, s', 'predict, s'], rows)}"
