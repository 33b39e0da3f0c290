"""A cohort on one core: invented women, yearly readouts, by bonelab and by libRoadRunner."""

import numpy as np

import bonelab as bl
from bonelab.cohort_distributions import person, trait_names
from bonelab.cohort_years import SERIES
from bonelab.parameter_table import completed
from bonelab.simulation import run
from scripts import performance_page as page
from scripts.bench_peers import EXACT, RoadRunner, error, in_turn, loosest
from scripts.bench_single import ENGINES, PEER

WOMEN, FIRST, YEARS = 60, -5, 25
HEAD = ["", "women a second", "error", "ratio"]
TEXT = """
Invented women (`bl.cohort`) from five years before menopause to twenty after, on one core, with
the ten readouts of `bl.simulate_cohort` every year. bonelab's time is that of `simulate_cohort`
with its table. libRoadRunner's is that of a loop over the file of one woman: reset, the next
woman's parameters and states, a yearly run with the same readouts. What has to be set is prepared
for it and not counted, and it starts when menopause or ageing begins, as bonelab does. Its
tolerance is the loosest at which no readout is wrong by more than 1e-5 of its largest value.
"""


def cohort(peer: RoadRunner) -> str:
    """Print the ratios of a cohort, and return the table of women a second and errors."""
    women = bl.cohort(WOMEN, seed=1)
    times = FIRST + np.arange(YEARS + 1.0)
    people = [person(dict(zip(trait_names(), row, strict=True))) for row in rows(women)]
    prepared = []
    for patient, own in people:
        parameters = completed(own)
        age = float(patient.age_at_menopause) - patient.YOUNG_ADULT_AGE
        begin = min(times[0], *patient.turns(parameters))
        prepared.append((begin + age, times + age, peer.hers(patient, parameters)))

    def ours(engine):
        table = bl.simulate_cohort(
            women, start=FIRST, stop=FIRST + YEARS, engine=engine, progress=False
        )
        return table[list(SERIES)].to_numpy().reshape(WOMEN, len(times), len(SERIES))

    def theirs(relative, absolute):
        return np.array(
            [peer.run(begin, at, SERIES, relative, absolute, hers) for begin, at, hers in prepared]
        )

    exact = np.array([reference(patient, own, times) for patient, own in people])
    tolerance = loosest(theirs, exact, (1, 0.1, 0.01))
    medians, results = in_turn(
        {
            **{name: lambda e=engine: ours(e) for engine, name in ENGINES.items()},
            PEER: lambda: theirs(*tolerance),
        }
    )
    rate = {name: 1000 * WOMEN / median for name, median in medians.items()}
    lines = [
        [name, f"{rate[name]:.0f}", f"{error(results[name], exact):.0e}"]
        + [f"{rate[name] / rate[PEER]:.2f}"]
        for name in rate
    ]
    for engine, name in ENGINES.items():
        print(f"ratio cohort_{engine} {rate[name] / rate[PEER]:.2f}")
    return page.table(HEAD, lines)


def rows(women):
    """Return the traits of every woman."""
    return women.table[list(trait_names())].to_numpy()


def reference(patient, own, times):
    """Return the readouts of one woman, solved tightly."""
    exact = run(patient, start=times[0], stop=times[-1], parameters=own, solver=EXACT)
    at = [int(np.abs(exact.time - time).argmin()) for time in times]
    return np.stack([exact[name][at] for name in SERIES], axis=-1)
