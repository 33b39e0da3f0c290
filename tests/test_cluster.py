"""A worker dies in the middle of the work: the numbers are those of one core."""

import os
import signal

import joblib
import psutil
import pytest
from distributed import Client, LocalCluster

import bonelab as bl

WOMEN = 120


@pytest.fixture(scope="module")
def women():
    return bl.cohort(WOMEN, seed=11)


@pytest.fixture(scope="module")
def alone(women):
    return bl.simulate_cohort(women, stop=10, progress=False)


class Killer:
    """Ends one worker process as soon as the first women are done."""

    def __init__(self, find):
        self.find = find
        self.killed = None
        self.done_then = 0

    def __call__(self, done, total):
        if self.killed is None:
            self.killed, self.done_then = self.find(), done
            os.kill(self.killed, signal.SIGKILL)


def test_a_dask_cluster_loses_a_worker(women, alone):
    cluster = LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    )
    with cluster, Client(cluster) as client:
        pids = list(client.run(os.getpid).values())
        assert len(set(pids)) == 2 and os.getpid() not in pids
        killer = Killer(lambda: pids[0])
        with joblib.parallel_config("dask"):
            years = bl.simulate_cohort(women, stop=10, progress=killer)
    assert killer.killed in pids and killer.done_then < WOMEN
    assert years.equals(alone)


def test_a_process_of_this_computer_dies(women, alone):
    def one_of_the_workers():
        children = psutil.Process().children()
        names = {child.pid: " ".join(child.cmdline()) for child in children}
        workers = [
            pid for pid, name in names.items() if "loky" in name and "resource_tracker" not in name
        ]
        return workers[0]

    killer = Killer(one_of_the_workers)
    with joblib.parallel_config(n_jobs=2):
        years = bl.simulate_cohort(women, stop=10, progress=killer)
    assert killer.killed and killer.done_then < WOMEN
    assert years.equals(alone)
