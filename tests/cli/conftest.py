import subprocess

import numpy as np
import pandas as pd
import pytest
from shell_command import cotune


@pytest.fixture(scope="session")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("studies")


@pytest.fixture(scope="session")
def module_run(home):
    def run(*words: object, timeout_s: float = 120) -> subprocess.CompletedProcess[str]:
        return cotune(*words, home=home, timeout_s=timeout_s)

    return run


@pytest.fixture
def run(module_run):
    return module_run


@pytest.fixture(scope="session")
def csv(tmp_path_factory):
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"age": rng.integers(18, 90, 400), "plan": rng.choice(["basic", "plus"], 400)})
    frame["churn"] = np.where(frame["age"] + rng.normal(0, 15, 400) > 55, "yes", "no")
    path = tmp_path_factory.mktemp("tables") / "customers.csv"
    frame.to_csv(path, index=False)
    return path
