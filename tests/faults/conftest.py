import pytest
from killing import host_pids, kill, worker_pids
from sklearn.datasets import load_wine

import cotune


@pytest.fixture
def study(tmp_path):
    study = cotune.create(load_wine(as_frame=True).frame, name="wine", directory=tmp_path)
    yield study
    workers = worker_pids(study)
    kill(host_pids(study) + workers)
