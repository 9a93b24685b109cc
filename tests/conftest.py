"""What holds for the tests of all rooms."""

from collections.abc import Iterator

import pytest
from hypothesis import settings

from leftover_hosts import end_hosts_below

settings.register_profile("no wall clock", deadline=None)
settings.load_profile("no wall clock")


@pytest.fixture(scope="session", autouse=True)
def no_host_outlives_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A study's process outlives its kernel by design; those that tests started end with them."""
    yield
    end_hosts_below(tmp_path_factory.getbasetemp())
