"""Every code has a page; its example fails with exactly that code, as a golden file tells it."""

from __future__ import annotations

import re

import pytest
from canon.catalog import catalog, show
from canon.mathml import Converter
from conftest import ROOT

CONVERTER = Converter(ROOT)
GOLDEN = ROOT / "tests" / "data" / "catalog.txt"


@pytest.fixture(scope="module")
def golden(request: pytest.FixtureRequest) -> dict[str, str]:
    """What the `full` format says of each example; rewritten where that is asked for."""
    if request.config.getoption("update_golden"):
        said = [f"## {code}\n{show(rule, CONVERTER).report}" for code, rule in catalog().items()]
        GOLDEN.write_text("\n".join(said), encoding="utf-8")
    parts = re.split(r"^## (.+)\n", GOLDEN.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {code: said.rstrip("\n") for code, said in zip(parts[1::2], parts[2::2], strict=True)}


@pytest.mark.parametrize("code", list(catalog()))
def test_an_example_fails_with_exactly_its_code(code: str, golden: dict[str, str]) -> None:
    shown = show(catalog()[code], CONVERTER)
    assert {problem.code for problem in shown.problems} == {code}, shown.report
    assert shown.report.rstrip("\n") == golden[code]


def test_the_golden_file_has_no_code_too_many(golden: dict[str, str]) -> None:
    assert set(golden) == set(catalog())


def test_every_code_in_the_engine_is_in_the_catalog() -> None:
    written: set[str] = set()
    for file in (ROOT / "hooks" / "canon").rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        written.update(re.findall(r'Problem\(\s*"([a-z-]+)"', text))
        written.update(re.findall(r'"((?:yaml|markup|value|html)-[a-z-]+)"', text))
    assert written == set(catalog())
