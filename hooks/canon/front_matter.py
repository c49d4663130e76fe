"""Front matter: found between two `---` lines, read with positions, checked by the schema."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from canon.problems import Problem, Span, closest, nearest
from canon.source import Source
from canon.yaml_nodes import Mapping, locate, parse_mapping, plain

Model = TypeVar("Model", bound=BaseModel)

_CLOSING = re.compile(r"^---[ \t]*$", re.MULTILINE)


def split(source: Source) -> tuple[tuple[int, int, int] | None, list[Problem]]:
    """Find the front matter.

    Returns:
        The index where the YAML starts, where it ends and where the body starts; or None and the
        problem.
    """
    if not source.text.startswith("---\n"):
        help = "Begin the file with a line `---`, the keys, and another line `---`."
        span = source.line_span(0)
        return None, [Problem("front-matter-missing", span, "No front matter.", help)]
    closing = _CLOSING.search(source.text, 4)
    if closing is None:
        help = "Add a line `---` after the last key."
        span = source.line_span(0)
        message = "The front matter is never closed."
        return None, [Problem("front-matter-unclosed", span, message, help)]
    return (4, closing.start(), min(closing.end() + 1, len(source.text))), []


def read_model(
    source: Source, start: int, end: int, model: type[Model]
) -> tuple[Model | None, Mapping | None, list[Problem]]:
    """Read one stretch of YAML into a pydantic model.

    Returns:
        The model or None, the nodes for positions, and every problem that was found.
    """
    mapping, problems = parse_mapping(source, start, end)
    if mapping is None:
        return None, None, problems
    try:
        return model.model_validate(plain(mapping)), mapping, problems
    except ValidationError as error:
        errors = [each for each in error.errors() if each["loc"][0] not in mapping.unread]
        causes = _causes(errors, model)
        found = [_problem(source, mapping, model, details) for details in causes]
        return None, mapping, problems + found


def _causes(errors: list[ErrorDetails], model: type[BaseModel]) -> list[ErrorDetails]:
    """Tell one cause once: a misspelled key isn't missing too, a list of bad ones isn't short."""
    misspelled = set()
    for each in errors:
        if each["type"] == "extra_forbidden":
            parent = each["loc"][:-1]
            close = closest(str(each["loc"][-1]), _keys_at(model, parent))
            misspelled.add((*parent, close))
    kept = []
    for each in errors:
        inside = [other for other in errors if other["loc"][: len(each["loc"])] == each["loc"]]
        follows = each["type"] == "missing" and each["loc"] in misspelled
        if not follows and not (each["type"] == "too_short" and len(inside) > 1):
            kept.append(each)
    return kept


def _problem(
    source: Source, mapping: Mapping, model: type[BaseModel], details: ErrorDetails
) -> Problem:
    location = details["loc"]
    parent = locate(mapping, location[:-1])
    key = str(location[-1])
    if details["type"] == "missing":
        name = ".".join(map(str, location))
        help = f"Add a line `{key}: …`."
        message = f'The key "{name}" is missing.'
        return Problem("key-missing", _head(source, mapping, parent), message, help)
    if details["type"] == "extra_forbidden" and isinstance(parent, Mapping):
        wrong = parent.key(key) or parent
        help = nearest(key, _keys_at(model, location[:-1]))
        message = f'The key "{key}" is unknown here.'
        return Problem("key-unknown", source.span(wrong.start, wrong.end), message, help)
    return _value_problem(source, mapping, details)


def _head(source: Source, root: Mapping, node: object) -> Span:
    """Point at the first line of a mapping; the whole file's is its opening line."""
    start = 0 if node is root else getattr(node, "start", 0)
    return source.line_span(start)


def _value_problem(source: Source, mapping: Mapping, details: ErrorDetails) -> Problem:
    node = locate(mapping, details["loc"])
    span = source.span(node.start, min(node.end, _line_end(source, node.start)))
    name = ".".join(str(step) for step in details["loc"])
    if details["type"] == "literal_error" and details["input"] is not None:
        expected = re.findall(r"'([^']+)'", details["ctx"]["expected"])
        message = f'"{details["input"]}" is not a {name}.'
        return Problem("value-unknown", span, message, nearest(str(details["input"]), expected))
    code = "value-empty" if details["input"] in (None, "") else "value-invalid"
    return Problem(code, span, f"{name}: {_plainly(details)}.", _mend(details))


def _line_end(source: Source, index: int) -> int:
    end = source.text.find("\n", index)
    return len(source.text) if end < 0 else end


def _plainly(details: ErrorDetails) -> str:
    """Say in plain words what a pydantic error says."""
    context = details.get("ctx", {})
    kind = details["type"]
    if details["input"] is None:
        return "there is no value"
    if kind == "string_too_long":
        length = len(str(details["input"]).strip())
        return f"{length} characters, at most {context['max_length']} fit"
    if kind == "string_too_short":
        length = len(str(details["input"]).strip())
        return f"{length} characters, at least {context['min_length']} are needed"
    if kind in ("too_short", "too_long"):
        bound = "at least" if kind == "too_short" else "at most"
        limit = context["min_length" if kind == "too_short" else "max_length"]
        return f"{len(details['input'])} entries, {bound} {limit} expected"
    if kind == "tuple_type":
        return "a list is expected"
    if kind.startswith("date_"):
        return f"{details['input']} is no day of the calendar"
    if kind == "value_error":
        return str(context["error"])
    if kind == "string_pattern_mismatch":
        return f'"{details["input"]}" has the wrong form'
    return details["msg"][0].lower() + details["msg"][1:]


_FORMS = (
    ("^https?", "Write a full address that begins with https://."),
    ("^[a-z0-9]", "Use lower-case letters, digits and single hyphens."),
    (r"^\S", "Write it on one line, without space at the ends."),
)


def _mend(details: ErrorDetails) -> str:
    pattern = str(details.get("ctx", {}).get("pattern", ""))
    for prefix, help in _FORMS:
        if pattern.startswith(prefix):
            return help
    if details["type"] == "literal_error":
        return f"Write {details['ctx']['expected']}."
    helps = {
        "string_too_long": "Shorten it.",
        "string_too_short": "Say more, or what was meant.",
        "too_short": "Add what is missing.",
        "too_long": "Keep the best ones.",
        "string_type": "Write text.",
        "tuple_type": "Write a list: one `- ` a line, or [a, b].",
        "model_type": "Write `key: value` lines.",
        "value_error": "Write it in that form.",
        "date_type": "Write a day, such as 2026-01-02.",
        "int_type": "Write a year, such as 2026.",
        "date_from_datetime_parsing": "Look at the calendar.",
    }
    return helps.get(details["type"], "See CONTRIBUTING.md for the form of each key.")


def _keys_at(model: type[BaseModel], path: Iterable[int | str]) -> list[str]:
    """List the keys that the model takes at a path."""
    for step in path:
        if isinstance(step, int):
            continue
        fields = {field.alias or name: field for name, field in model.model_fields.items()}
        if step not in fields:
            continue
        inner = [part for part in _flatten(fields[step].annotation) if _is_model(part)]
        if inner:
            model = inner[0]
    return [field.alias or name for name, field in model.model_fields.items()]


def _flatten(annotation: object) -> list[type]:
    arguments = get_args(annotation)
    if not arguments:
        return [annotation] if isinstance(annotation, type) else []
    return [part for argument in arguments for part in _flatten(argument)]


def _is_model(candidate: type) -> bool:
    return issubclass(candidate, BaseModel)
