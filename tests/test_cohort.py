"""Invented women: how they are drawn, and how they are followed."""

import itertools
import subprocess
import sys
import warnings

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm

import bonelab as bl
from bonelab import cohort_runs, cohort_years
from bonelab.cohort_distributions import (
    LARGEST_SPREAD,
    distributions,
    log_prior,
    trait_names,
    traits,
    woman,
)
from bonelab.cohort_draw import Cohort
from bonelab.cohort_runs import BATCH
from bonelab.parameter_table import completed, default_parameters, read_table, table

AVERAGE = np.zeros(len(trait_names()))
MOST_BYTES = 1e9


def of(name: str, value: float) -> np.ndarray:
    """Latents of a woman who is average but for one."""
    latents = AVERAGE.copy()
    latents[trait_names().index(name)] = value
    return latents


@pytest.fixture(scope="module")
def women():
    return bl.cohort(60, seed=3)


@pytest.fixture(scope="module")
def years(women):
    return bl.simulate_cohort(women, progress=False)


# --- distributions ---


@pytest.mark.parametrize("row", distributions(), ids=lambda row: row.name)
def test_a_distribution_is_stated(row):
    assert row.kind in ("measured", "fitted", "illustrative")
    assert row.source in set(bl.references()["key"])
    assert row.shape in ("normal", "lognormal")
    assert row.sd > 0 and row.meaning and row.unit
    assert row.low < row.centre < row.high
    if row.name == "age_at_menopause":
        assert row.centre == bl.Patient().age_at_menopause
    else:
        parameter = table()[row.name]
        assert (row.centre, row.unit) == (parameter.value, parameter.unit)
        assert parameter.low <= row.low and row.high <= parameter.high


@pytest.mark.parametrize("row", read_table("cohort.csv"), ids=lambda row: row["name"])
def test_a_trait_multiplies_parameters_that_there_are(row):
    multiplied = row["multiplies"].split()
    assert set(multiplied) <= set(default_parameters())
    if multiplied:
        usual, changed = completed(), completed({row["name"]: 1.1})
        for name in multiplied:
            assert changed[name] == pytest.approx(1.1 * usual[name])


@pytest.mark.parametrize("spread", [0.5, 1, LARGEST_SPREAD])
def test_nobody_leaves_the_range_and_zero_is_the_average_woman(spread):
    for row in distributions():
        ends = row.value(np.array([-9.0, -2.0, 0.0, 2.0, 9.0]), spread)
        assert row.low <= ends[0] and ends[-1] <= row.high
        assert (np.diff(ends) > 0).all(), row.name
        assert ends[2] == pytest.approx(row.centre, rel=1e-12, abs=1e-12)


def test_draws_have_the_stated_spread_and_correlations():
    drawn = bl.cohort(3000, seed=5).to_dataframe()
    normal = {
        row.name: np.log(drawn[row.name]) if row.shape == "lognormal" else drawn[row.name]
        for row in distributions()
    }
    for row in distributions():
        # Cut tails make it a little narrower than stated, never wider.
        assert 0.8 * row.sd < normal[row.name].std() < 1.04 * row.sd, row.name
    stated = {
        frozenset((row["first"], row["second"])): float(row["correlation"])
        for row in read_table("cohort_correlations.csv")
    }
    for pair in itertools.combinations(trait_names(), 2):
        found = np.corrcoef(normal[pair[0]], normal[pair[1]])[0, 1]
        assert found == pytest.approx(stated.get(frozenset(pair), 0.0), abs=0.08), pair


def test_the_prior_of_latents_is_standard_normal():
    latents = np.random.default_rng(1).standard_normal((4, len(AVERAGE)))
    expected = norm.logpdf(latents).sum(axis=1) - norm.logpdf(AVERAGE).sum()
    assert log_prior(latents) - log_prior(AVERAGE) == pytest.approx(expected)


def test_one_latent_moves_what_is_correlated_with_it():
    higher = traits(of("turnover_level", 1.0))
    assert higher["ctx_healthy"] > traits(AVERAGE)["ctx_healthy"]
    assert higher["age_at_menopause"] == 51


def test_latents_of_zero_are_the_average_woman():
    patient, own = woman(AVERAGE)
    assert patient == bl.Patient()
    assert completed(own) == pytest.approx(completed(), rel=1e-12)


@pytest.mark.parametrize("bad", [np.zeros(3), np.zeros((2, 4)), 0.0])
def test_a_wrong_number_of_latents_is_refused(bad):
    with pytest.raises(ValueError, match="one for each row"):
        traits(bad)


# --- what a trait does ---


def test_peak_bmd_is_her_t_score_before_menopause():
    patient, own = woman(of("peak_t_score_lumbar_spine", -1.5))
    run = bl.simulate(patient, parameters=own)
    assert run["t_score_lumbar_spine"][0] == pytest.approx(own["peak_t_score_lumbar_spine"])
    assert own["peak_t_score_lumbar_spine"] < -1.3
    # The sites of one woman go together, and no share is lost or won by it.
    assert -1.5 < own["peak_t_score_total_hip"] < -0.7
    usual = bl.simulate(bl.Patient())
    assert run["bmd_lumbar_spine"] / run["bmd_lumbar_spine"][0] == pytest.approx(
        usual["bmd_lumbar_spine"] / usual["bmd_lumbar_spine"][0]
    )


@pytest.mark.parametrize(
    ("trait", "sign"),
    [
        ("turnover_level", 1),
        ("estrogen_sensitivity", 1),
        ("thin_strut_abundance", 1),
        ("estradiol_after_menopause", -1),
        ("osteoblast_ageing", 1),
        ("trabecular_level_lumbar_spine", 1),
    ],
)
def test_a_trait_sets_the_rate_of_loss(trait, sign):
    def lost(latent):
        patient, own = woman(of(trait, latent))
        bmd = bl.simulate(patient, parameters=own, stop=8)["bmd_lumbar_spine"]
        return 1 - bmd[-1] / bmd[0]

    assert sign * (lost(1.5) - lost(-1.5)) > 0.004


@pytest.mark.parametrize(
    ("trait", "therapy", "series"),
    [
        ("estrogen_exposure", bl.Estradiol(patch_ug_per_day=25, start=5), "estradiol"),
        ("estrogen_exposure", bl.ConjugatedEstrogens(start=5), "signal_bone"),
        ("serm_exposure", bl.Raloxifene(start=5), "signal_bone"),
        ("denosumab_exposure", bl.Denosumab(start=5), "denosumab"),
        ("alendronate_exposure", bl.Alendronate(start=5), "alendronate"),
    ],
)
def test_exposure_is_how_much_of_a_dose_arrives(trait, therapy, series):
    def level(latent):
        patient, own = woman(of(trait, latent))
        return bl.simulate(patient, [therapy], parameters=own, stop=6).at(5.4)[series]

    assert level(1.0) > 1.01 * level(0.0) > 1.01 * level(-1.0)


# --- cohort ---


def test_a_woman_does_not_depend_on_how_many_there_are():
    many = bl.cohort(60, seed=3)
    assert bl.cohort(7, seed=3).to_dataframe().equals(many[:7].to_dataframe())
    assert not bl.cohort(7, seed=4).to_dataframe().equals(many[:7].to_dataframe())


def test_without_spread_every_woman_is_the_average_woman():
    same = bl.cohort(3, spread=0)
    for number in range(3):
        patient, own = same.woman(number)
        assert patient == bl.Patient()
        assert completed(own) == completed()


def test_spread_scales_the_differences():
    narrow, wide = (
        bl.cohort(200, spread=s).to_dataframe()["age_at_menopause"].std() for s in (0.5, 1)
    )
    assert narrow == pytest.approx(wide / 2, rel=0.05)


def test_a_cohort_can_be_looked_at_cut_and_kept(women, tmp_path):
    assert len(women) == 60
    assert "60" in repr(women)
    assert "age_at_menopause" in women._repr_html_()
    part = women[10:12]
    assert list(part.to_dataframe().index) == [10, 11]
    assert part.woman(11) == women.woman(11)
    women.to_dataframe().to_csv(tmp_path / "women.csv")
    kept = pd.read_csv(tmp_path / "women.csv", index_col="woman")
    pd.testing.assert_frame_equal(Cohort(kept).to_dataframe(), women.to_dataframe(), rtol=1e-12)


def test_nobody_changes_a_cohort_from_outside(women):
    before = women.to_dataframe()
    frame = women.to_dataframe()
    frame.loc[0, "ctx_healthy"] = 9
    assert women.to_dataframe().equals(before)


@pytest.mark.parametrize(
    ("given", "error", "names"),
    [
        ({"n": 0}, ValueError, "n=0"),
        ({"n": 2.5}, ValueError, "n=2.5"),
        ({"n": "ten"}, ValueError, "n='ten'"),
        ({"n": 3, "seed": -1}, ValueError, "seed=-1"),
        ({"n": 3, "spread": -0.1}, ValueError, "spread=-0.1"),
        ({"n": 3, "spread": 2.1}, ValueError, "spread=2.1"),
    ],
)
def test_what_cannot_be_drawn_is_refused(given, error, names):
    with pytest.raises(error, match=names):
        bl.cohort(**given)


def test_a_table_that_is_no_cohort_is_refused(women):
    frame = women.to_dataframe()
    with pytest.raises(ValueError, match="DataFrame"):
        Cohort([1, 2])
    with pytest.raises(KeyError, match="ctx_healthy"):
        Cohort(frame.rename(columns={"ctx_healthy": "ctx_helthy"}))
    with pytest.raises(KeyError, match="ctx_healthy missing"):
        Cohort(frame.drop(columns="ctx_healthy"))
    with pytest.raises(ValueError, match="one number"):
        Cohort(pd.concat([frame, frame]))
    with pytest.raises(ValueError, match="ctx_healthy of woman 4"):
        Cohort(frame.assign(ctx_healthy=frame["ctx_healthy"].where(frame.index != 4)))
    with pytest.raises(KeyError, match="slice"):
        women[3]
    with pytest.raises(KeyError, match="0 to 59"):
        women.woman(60)


# --- simulate_cohort ---


def test_one_row_a_woman_and_year(women, years):
    assert list(years["woman"]) == list(np.repeat(np.arange(60), 26))
    assert list(years["time"][:26]) == list(range(-5, 21))
    ages = women.to_dataframe()["age_at_menopause"]
    assert (years["age"] - years["time"]).to_numpy() == pytest.approx(np.repeat(ages, 26))
    assert not years.isna().any().any()


def test_a_row_is_what_simulate_gives(women, years):
    therapies = [bl.Denosumab(start=2, stop=4), bl.Estradiol(patch_ug_per_day=50, start=4)]
    treated = bl.simulate_cohort(women[:6], therapies, stop=8, progress=False)
    for number, frame, given in ((0, years, []), (30, years, []), (5, treated, therapies)):
        patient, own = women.woman(number)
        run = bl.simulate(patient, given, stop=frame["time"].max(), parameters=own)
        hers = frame[frame["woman"] == number]
        for _, row in hers.iterrows():
            expected = run.at(row["time"])
            for name in cohort_years.SERIES:
                assert row[name] == pytest.approx(expected[name], rel=2e-5, abs=1e-6), name


def test_numbers_depend_neither_on_the_workers_nor_on_company(women, years):
    assert bl.simulate_cohort(women, n_jobs=2, progress=False).equals(years)
    assert bl.simulate_cohort(women.to_dataframe(), progress=False).equals(years)
    backwards = bl.simulate_cohort(Cohort(women.to_dataframe()[::-1]), progress=False)
    pd.testing.assert_frame_equal(
        backwards.sort_values(["woman", "time"], ignore_index=True), years, rtol=1e-12
    )


def test_the_order_in_which_batches_are_done_does_not_matter(women, years, monkeypatch):
    def last_first(work, n_jobs):
        return (cohort_runs._numbered(*each) for each in reversed(work))

    monkeypatch.setattr(cohort_runs, "_stream", last_first)
    assert bl.simulate_cohort(women, progress=False).equals(years)


def test_a_treatment_is_given_to_the_same_women(women, years):
    patch = bl.Estradiol(patch_ug_per_day=50, start=1)
    treated = bl.simulate_cohort(women, patch, progress=False)
    before, late = years["time"] < 1, years["time"] > 3
    assert treated[before].equals(years[before])
    assert (treated["bmd_lumbar_spine"][late] > years["bmd_lumbar_spine"][late]).all()


def test_a_woman_who_cannot_be_followed_does_not_take_the_others(women, years, monkeypatch):
    solve, unlucky = cohort_years.states_at, women.woman(13)[0]

    def failing(patient, *arguments, **options):
        if patient == unlucky:
            raise bl.SolverError("no way through")
        return solve(patient, *arguments, **options)

    monkeypatch.setattr(cohort_years, "states_at", failing)
    with pytest.warns(UserWarning, match="woman 13: no way through"):
        others = bl.simulate_cohort(women, progress=False)
    assert others.equals(years[years["woman"] != 13].reset_index(drop=True))


@pytest.mark.parametrize("n_jobs", [1, 2])
def test_what_is_finished_is_given_back_when_it_is_stopped(women, years, n_jobs):
    seen = []

    def stop_soon(done, total):
        seen.append((done, total))
        if done >= BATCH:
            raise KeyboardInterrupt

    with pytest.warns(UserWarning, match=r"of 60 women are finished") as caught:
        part = bl.simulate_cohort(women, n_jobs=n_jobs, progress=stop_soon)
    done = seen[-1][0]
    assert len(caught) == 1 and f"{done} of 60" in str(caught[0].message)
    assert part["woman"].nunique() == done and BATCH <= done < 60
    assert part.equals(years[years["woman"].isin(part["woman"])].reset_index(drop=True))


def test_a_stop_inside_a_run_is_a_stop_too(women, years, monkeypatch):
    solve, count = cohort_years.states_at, itertools.count()

    def interrupted(*arguments, **options):
        if next(count) == BATCH + 5:
            raise KeyboardInterrupt
        return solve(*arguments, **options)

    monkeypatch.setattr(cohort_years, "states_at", interrupted)
    with pytest.warns(UserWarning, match=f"{BATCH} of 60"):
        part = bl.simulate_cohort(women, progress=False)
    assert part.equals(years[: len(part)]) and part["woman"].nunique() == BATCH


def test_without_joblib_one_core_works_and_more_are_asked_for_clearly(women, years, monkeypatch):
    monkeypatch.setitem(sys.modules, "joblib", None)
    assert bl.simulate_cohort(women[:5], progress=False).equals(years[: 5 * 26])
    with pytest.raises(ImportError, match="n_jobs=2 needs joblib"):
        bl.simulate_cohort(women, n_jobs=2, progress=False)


def test_nothing_is_warned_of_when_nothing_is_wrong(women):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        bl.simulate_cohort(women[:2], stop=0, progress=False)


@pytest.mark.parametrize(
    ("options", "names"),
    [
        ({"start": -40}, "start=-40"),
        ({"stop": 80}, "stop=80"),
        ({"start": 3, "stop": 3}, "stop=3"),
        ({"stop": float("nan")}, "stop=nan"),
        ({"progress": "yes"}, "progress='yes'"),
        ({"therapies": [bl.Raloxifene(start=-50)]}, "start=-50"),
        ({"therapies": "estradiol"}, "therapies="),
    ],
)
def test_what_cannot_be_simulated_is_refused(women, options, names):
    with pytest.raises(ValueError, match=names):
        bl.simulate_cohort(women, **options)


def test_an_empty_cohort_is_refused(women):
    with pytest.raises(ValueError, match="nobody"):
        bl.simulate_cohort(women[:0])


MEMORY = """
import re, numpy as np, bonelab as bl
from pathlib import Path
from bonelab import cohort_runs, cohort_years
from bonelab.healthy import healthy_states
from bonelab.parameter_table import completed
health = np.array(list(healthy_states(completed()).values()))
# Solving takes no memory that stays: everything else is done as it is.
cohort_years.states_at = lambda who, therapies, times, **rest: np.tile(health, (len(times), 1))
years = bl.simulate_cohort(bl.cohort(10_000), start=-5, stop=30, progress=False)
assert len(years) == 360_000
# The peak of this program alone: getrusage also knows that of the one that started it.
print(int(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1]) * 1024)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads the peak where Linux tells it")
def test_ten_thousand_women_fit_into_a_gigabyte():
    command = [sys.executable, "-c", MEMORY]
    shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert float(shown) < MOST_BYTES / 2
