"""One thread for each library: two of them on a busy machine wait for each other most of the time."""

import os
from collections.abc import Iterator

import pytest
from threadpoolctl import threadpool_limits

os.environ.setdefault("OMP_NUM_THREADS", "1")


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """Also where another test's module loaded the libraries before."""
    with threadpool_limits(limits=1):
        yield
