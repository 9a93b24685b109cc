"""Functions that a worker may meet: each stands for something an estimator or a system does."""

from __future__ import annotations

import os
import signal
import time


def echo(args: str) -> str:
    return args


def echo_aloud(args: str) -> str:
    """Prints, from Python and as native code does."""
    print("loading", flush=True)
    os.write(1, b"a warning of native code")
    return args


def environment(_args: str) -> str:
    return "\n".join(f"{name}={value}" for name, value in os.environ.items())


def sleep(args: str) -> str:
    time.sleep(float(args))
    return "awake"


def deaf(_args: str) -> str:
    """Native code that answers to no signal but SIGKILL."""
    for sign in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(sign, signal.SIG_IGN)
    while True:
        sum(i * i for i in range(100_000))


def hog(args: str) -> str:
    """Takes memory bit by bit, `args` MB of it."""
    held = []
    for _ in range(int(args) // 10):
        held.append(bytearray(os.urandom(1024)) * (10 * 1024))
        time.sleep(0.02)
    time.sleep(5)
    return "full"


def leap(_args: str) -> str:
    """Asks for far too much at once."""
    return str(len(bytearray(1 << 40)))


def crash(_args: str) -> str:
    os.kill(os.getpid(), signal.SIGSEGV)
    return "unreachable"


def leave(_args: str) -> str:
    os._exit(3)


def reveal(_args: str) -> str:
    raise ValueError("could not convert string to float: 'Mrs. Miller' at /home/miller/salaries.csv, 123456.78")


_HOARD: list[bytearray] = []


def hoard(args: str) -> str:
    """Keeps `args` MB for good."""
    _HOARD.append(bytearray(os.urandom(1024)) * (int(args) * 1024))
    return "kept"
