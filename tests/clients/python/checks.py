"""Counting of checks. A check is a function; it passes when it returns."""

import asyncio
import inspect
import os
import sys
import traceback
from collections.abc import Callable
from contextlib import contextmanager
from typing import Any

import vendor

GATEWAY = os.environ["GATEWAY_URL"]

_checks: list[tuple[str, Callable[..., Any], tuple[Any, ...]]] = []


def key(**limits: Any) -> str:
    """A fresh API key."""
    made = vendor.post(f"{GATEWAY}/api/v1/api-keys", {"name": "client", "limits": limits}, os.environ["GATEWAY_TOKEN"])
    return made["key"]


def once(check: Callable[[], Any]) -> Callable[[], Any]:
    """A check that concerns no vendor."""
    _checks.append((name(check), check, ()))
    return check


def on(*models: str) -> Callable[[Callable[[str], Any]], Callable[[str], Any]]:
    """A check of these models."""

    def register(check: Callable[[str], Any]) -> Callable[[str], Any]:
        _checks.extend((f"{name(check)} ({model})", check, (model,)) for model in models)
        return check

    return register


everywhere = on(*vendor.MODELS)


def name(check: Callable[..., Any]) -> str:
    return check.__name__.replace("_", " ")


def equal(actual: Any, expected: Any) -> None:
    """An `assert` that shows both sides."""
    assert actual == expected, f"{actual!r} instead of {expected!r}"


@contextmanager
def raises(kind: type[BaseException]):
    """Passes on the error of exactly this class; fails without one."""
    caught: dict[str, Any] = {}
    try:
        yield caught
    except kind as error:
        assert type(error) is kind, f"{type(error).__name__} instead of {kind.__name__}: {error}"
        caught["error"] = error
        return
    raise AssertionError(f"there was no {kind.__name__}")


def run(client: str) -> None:
    """Runs every check, prints how many passed, and ends the process."""
    failed = 0
    # One loop for all: clients keep connections that belong to it.
    loop = asyncio.new_event_loop()
    for title, check, arguments in _checks:
        vendor.reset()
        try:
            result = check(*arguments)
            if inspect.isawaitable(result):
                loop.run_until_complete(result)
        except Exception:
            failed += 1
            print(f"FAILED {client}: {title}\n{traceback.format_exc()}")
    print(f"{client}: {len(_checks) - failed} passed, {failed} failed, 0 skipped", flush=True)
    sys.exit(1 if failed else 0)
