"""docs/reference.md knows every field, metric, family, level and command there is, with the values that hold."""

import re
from pathlib import Path
from typing import Any, get_args

import pytest

from cotune import WaitReason
from cotune.cli.app import app
from cotune.model.gate import FREE_SECONDS
from cotune.model.spec import SearchSpec
from cotune.model.wording import FAMILY_NAMES
from cotune.model.words import FAMILIES, LOWER_IS_BETTER, METRICS, Autonomy, Device, Split, Task, metrics_for
from cotune.ui.magic_commands import COMMANDS

ROOT = Path(__file__).parents[2]
REFERENCE = (ROOT / "docs" / "reference.md").read_text()
LIMITS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
DEFAULTS = {FAMILIES: "all", (): "none"}


def table(heading: str) -> dict[str, list[str]]:
    """The first column of a section's table without backticks, and the cells beside it."""
    section = REFERENCE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    rows = [re.split(r"\s*\|\s*", line.strip("| ")) for line in section.splitlines() if line.startswith("| `")]
    return {row[0].strip("`"): row[1:] for row in rows}


def limits(schema: dict[str, Any]) -> list[float]:
    return [part[name] for part in (schema, *schema.get("anyOf", ())) for name in LIMITS if name in part]


def test_each_field_stands_with_its_default_and_its_bounds():
    told, schemas = table("Fields of a search"), SearchSpec.model_json_schema()["properties"]
    assert list(told) == list(SearchSpec.model_fields)
    for name, field in SearchSpec.model_fields.items():
        default, may_be, _ = told[name]
        if not field.is_required():
            value = field.default
            assert default == (DEFAULTS[value] if isinstance(value, tuple) else str(value).removesuffix(".0")), name
        numbers = [float(number.replace(",", "")) for number in re.findall(r"\d[\d,]*\.?\d*", may_be)]
        assert sorted(numbers) == sorted(limits(schemas[name])), name


@pytest.mark.parametrize(("field", "words"), [("task", Task), ("device", Device), ("split", Split)])
def test_each_word_of_a_field_stands_there(field, words):
    assert table("Fields of a search")[field][1] == ", ".join(get_args(words))


def test_each_metric_stands_with_its_tasks():
    told = table("Metrics")
    assert list(told) == list(METRICS)
    for metric, (tasks, better, _) in told.items():
        assert tasks == ", ".join(task for task in get_args(Task) if metric in metrics_for(task)), metric
        assert better == ("lower" if metric in LOWER_IS_BETTER else "higher"), metric


def test_each_family_stands_with_its_name():
    assert {family: name for family, (name,) in table("Model families").items()} == FAMILY_NAMES


def test_autonomy_free_time_and_reasons_of_a_wait_are_told():
    assert all(f"`{level}`" in REFERENCE for level in get_args(Autonomy))
    assert f"{FREE_SECONDS:g} seconds of search" in REFERENCE
    assert all(f"`{reason}`" in REFERENCE for reason in get_args(WaitReason))


def test_each_command_stands_among_the_doors():
    doors = REFERENCE.split("## What each door calls")[1].split("\n## ")[0]
    magics = set(COMMANDS) - {"help"}
    shell = {command.name for command in app.registered_commands} - {"eval-agent", "doctor"}
    assert {name for name in magics | shell if not re.search(rf"\b{name}\b", doors)} == set()


def test_the_readme_leads_here():
    assert "(docs/reference.md)" in (ROOT / "README.md").read_text()
