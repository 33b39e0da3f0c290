"""Fitting one woman: what the data tell, what they do not, and honest bands."""

import numpy as np
import pandas as pd
import pytest

import bonelab as bl
from bonelab.calibration_check import ARMS, PREDICTED, cases, coverage
from bonelab.cohort_distributions import AGE, correlated, trait_names
from bonelab.cohort_years import SERIES, series_at
from bonelab.fitted import BANDS, finished
from bonelab.fitting import fitting

COLUMNS = ["time", "quantity", "value", "unit"]
ROWS = [
    (1, "estradiol", 90, "pmol/L"),
    (1, "ctx", 0.6, "ng/mL"),
    (1, "p1np", 65, "ug/L"),
    (1, "bmd_lumbar_spine", 0.90, "g/cm2"),
    (3, "bmd_lumbar_spine", 0.86, "g/cm2"),
]
WOMEN = 12


def table(rows):
    return pd.DataFrame(rows, columns=COLUMNS)


def fit(rows, patient=None, therapies=(), draws=100, **more):
    return bl.fit(table(rows), patient, therapies, draws=draws, progress=False, **more)


@pytest.fixture(scope="module")
def fitted():
    return fit(ROWS, draws=400)


@pytest.fixture(scope="module")
def nobody_knows():
    return bl.fit(draws=400, progress=False)


def band(prediction, quantity, time):
    rows = prediction[(prediction["quantity"] == quantity) & (prediction["time"] == time)]
    return rows.iloc[0]


def width(prediction, quantity, time):
    row = band(prediction, quantity, time)
    return row["high90"] - row["low90"]


def test_a_prediction_has_its_columns_and_its_bands_lie_in_each_other(fitted):
    prediction = fitted.predict(progress=False)
    assert list(prediction.columns) == ["time", "quantity", *BANDS]
    assert set(prediction["quantity"]) == set(SERIES)
    assert prediction["time"].min() == 3 and prediction["time"].max() == 13
    ordered = prediction[["low90", "low50", "median", "high50", "high90"]].to_numpy()
    assert (np.diff(ordered, axis=1) >= 0).all()


def test_the_women_agree_with_what_was_measured(fitted):
    prediction = fitted.predict(start=1, stop=3, progress=False)
    for time, quantity, value, _ in ROWS[1:]:
        row = band(prediction, quantity, time)
        assert row["low90"] < value < row["high90"]
    estradiol = band(prediction, "estradiol", 1)
    assert estradiol["low90"] < 90 / 3.67 < estradiol["high90"]


def test_without_measurements_the_bands_are_the_populations(nobody_knows):
    prediction = nobody_knows.predict(start=5, stop=6, progress=False)
    cohort = bl.cohort(400, seed=3)
    years = bl.simulate_cohort(cohort, start=5, stop=6, progress=False)
    now = years[years["time"] == 5]
    for quantity in ("bmd_lumbar_spine", "ctx", "p1np"):
        row = band(prediction, quantity, 5)
        for name, percent in BANDS.items():
            expected = np.percentile(now[quantity], percent)
            assert row[name] == pytest.approx(expected, rel=0.12), (quantity, name)
    assert (nobody_knows.determined()["told"] == 0).all()


def test_bands_shrink_as_measurements_are_added(nobody_knows, fitted):
    some = fit(ROWS[:2])
    widths = [
        width(each.predict(start=8, stop=9, progress=False), "bmd_lumbar_spine", 8)
        for each in (nobody_knows, some, fitted)
    ]
    assert widths[1] < 1.15 * widths[0]  # blood says next to nothing about the scan
    assert widths[2] < 0.35 * widths[1]


def test_it_says_what_the_data_told_and_what_they_did_not(fitted):
    verdicts = fitted.determined().set_index("trait")["verdict"]
    assert verdicts["peak_t_score_lumbar_spine"] == "told by the data"
    assert verdicts["ctx_healthy"] == verdicts["p1np_healthy"] == "told by the data"
    for exposure in ("estrogen_exposure", "denosumab_exposure", "alendronate_exposure"):
        assert verdicts[exposure] == "not told"
    assert AGE not in verdicts.index
    assert len(verdicts) == len(trait_names()) - 1


def test_a_second_site_is_told_by_the_first_in_part(fitted):
    verdicts = fitted.determined().set_index("trait")["verdict"]
    assert verdicts["peak_t_score_total_hip"] == "told in part"


def test_what_is_told_is_not_a_matter_of_chance(fitted):
    again = fit(ROWS, draws=50, seed=5).determined().set_index("trait")["told"]
    told = fitted.determined().set_index("trait")["told"]
    assert (told - again[told.index]).abs().max() < 1e-3


def test_what_is_told_is_what_a_large_sample_lacks():
    many = fit(ROWS, draws=1500)
    sample = 1 - correlated(many.latents).var(axis=0)
    assert np.abs(many.told - sample)[[name != AGE for name in trait_names()]].max() < 0.12


def test_a_drug_taken_while_measured_tells_how_much_of_it_reaches_her():
    patch = bl.Estradiol(patch_ug_per_day=50, start=1)
    rows = [(2, "estradiol", 95, "pg/mL"), (2, "ctx", 0.3, "ng/mL"), (3, "estradiol", 90, "ng/L")]
    exposure = fit(rows, therapies=[patch]).determined().set_index("trait").loc["estrogen_exposure"]
    assert exposure["told"] > 0.3
    assert exposure["median"] > 1.2 * exposure["average"]


def test_the_same_seed_gives_the_same_women():
    first, second, third = (fit(ROWS[:3], seed=seed).latents for seed in (1, 1, 2))
    assert (first == second).all()
    assert not (first == third).all()


def test_what_a_therapy_does_is_seen(fitted):
    untreated = fitted.predict([], start=8, stop=9, progress=False)
    treated = fitted.predict([bl.Alendronate(start=3)], start=8, stop=9, progress=False)
    assert band(treated, "ctx", 8)["high90"] < band(untreated, "ctx", 8)["median"]
    spine = [band(each, "bmd_lumbar_spine", 8)["median"] for each in (untreated, treated)]
    assert spine[1] > spine[0] + 0.02


def test_what_she_took_goes_on_unless_another_timeline_is_given():
    patch = bl.Estradiol(patch_ug_per_day=50, start=1)
    on_patch = fit([(2, "ctx", 0.3, "ng/mL")], therapies=patch)
    usual, same, stopped = (
        band(on_patch.predict(given, start=8, stop=9, progress=False), "estradiol", 8)["median"]
        for given in (None, [patch], [])
    )
    assert usual == same > 2 * stopped


def test_surgical_menopause_is_fitted_as_well():
    found = fit([(1, "ctx", 0.7, "ng/mL")], bl.Patient(menopause="surgical", age_at_menopause=45))
    assert band(found.predict(start=1, stop=2, progress=False), "ctx", 1)["median"] > 0.5


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"patient": "me"}, "patient='me' is not a Patient"),
        ({"draws": 5}, "draws=5 is not allowed: it must lie between 50 and"),
        ({"engine": "fsat"}, "engine"),
        ({"therapies": "patch"}, "not a list of therapies"),
    ],
)
def test_wrong_arguments_are_named(arguments, message):
    with pytest.raises((ValueError, KeyError), match=message):
        bl.fit(table(ROWS), **{"progress": False, **arguments})


def test_a_search_can_be_stopped_and_nothing_stays_behind():
    steps = fitting(table(ROWS), draws=100)
    shares = [next(steps) for _ in range(20)]
    assert all(0 < share < 1 for share in shares) and shares == sorted(shares)
    steps.close()

    def interrupted():
        yield 0.5
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        finished(interrupted(), "of the search")


def test_a_model_value_outside_the_life_of_a_woman_is_refused(fitted):
    with pytest.raises(ValueError, match="stop=90"):
        fitted.predict(start=5, stop=90, progress=False)


@pytest.fixture(scope="module")
def checked():
    return [case for number in range(WOMEN) for case in cases(number, seed=11, draws=100)]


def test_nine_of_ten_truths_lie_in_the_band(checked):
    """A small version of `make calibration-check`, which does it with two hundred women."""
    assert len(checked) == WOMEN * len(ARMS) * len(PREDICTED)
    assert 0.8 <= np.mean([case.inside for case in checked]) < 1
    assert set(coverage(checked)) == {(arm, quantity) for arm in ARMS for quantity in PREDICTED}


def test_bands_are_not_wider_than_they_need_to_be(checked):
    """A band half as wide holds the truth clearly less often."""
    narrow = [
        abs(case.truth - (case.low + case.high) / 2) <= (case.high - case.low) / 4
        for case in checked
    ]
    assert np.mean(narrow) < 0.8


def test_the_truth_is_a_run_of_the_model():
    spine = series_at(bl.Patient(), {}, (), [8.0])[0, SERIES.index("bmd_lumbar_spine")]
    assert spine == pytest.approx(bl.simulate().at(8.0)["bmd_lumbar_spine"], rel=1e-5)


def test_what_nothing_measured_depends_on_stays_as_among_all_women(fitted):
    told = fitted.determined().set_index("trait")["told"]
    for drug in ("estrogen", "serm", "denosumab", "alendronate"):
        assert told[f"{drug}_exposure"] < 0.02
