"""The protocol as JSON Schema and as TypeScript types, both made from the models."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pydantic.json_schema import models_json_schema

from imageparser.ipc import ops, protocol
from imageparser.ipc.typescript import interface

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import BaseModel

    from imageparser.ipc.op import Op

GUIDE = "docs/ipc.md"
GUIDE_MARK = "<!-- Made by `make contract`. -->\n"
SCHEMA = "docs/ipc.schema.json"
TYPES = "electron/src/contract"
REQUESTS = (protocol.Run, protocol.Cancel)
RESPONSES = (
    protocol.AckLine,
    protocol.ProgressLine,
    protocol.ResultLine,
    protocol.LogLine,
    protocol.DoneLine,
    protocol.ErrorLine,
)
_REFERENCE = "#/$defs/"
_HEAD = "// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.\n"


def table() -> dict[str, Op]:
    """Return every operation by name."""
    return {name: op for name in ops.NAMES if (op := ops.named(name)) is not None}


def schema() -> dict[str, Any]:
    """Return the JSON Schema of all messages and of what each operation takes and gives."""
    known = table()
    models: list[type[BaseModel]] = [*REQUESTS, *RESPONSES]
    models += [model for op in known.values() for model in models_of(op).values()]
    _, made = models_json_schema([(model, "validation") for model in models], ref_template=_REFERENCE + "{model}")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "ImageParser protocol",
        "version": protocol.VERSION,
        "requests": [_reference(model) for model in REQUESTS],
        "responses": [_reference(model) for model in RESPONSES],
        "operations": {
            name: {"summary": op.summary, **{role: _reference(model) for role, model in models_of(op).items()}}
            for name, op in known.items()
        },
        "$defs": made["$defs"],
    }


def models_of(op: Op) -> dict[str, type[BaseModel]]:
    """Return the models of an operation by their role."""
    roles = {"payload": op.payload, "details": op.details, "done": op.done}
    return {role: model for role, model in roles.items() if model is not None}


def files() -> dict[str, str]:
    """Return every file that is made from the models, by its path in the source tree."""
    whole = schema()
    made = {SCHEMA: json.dumps(whole, ensure_ascii=False, indent=1) + "\n"}
    for name, text in _modules(whole).items():
        made[f"{TYPES}/{name}.ts"] = _HEAD + text
    return made


def guide() -> str:
    """Return the table of operations for docs/ipc.md: what each takes (bold: required), tells and gives."""
    rows = ["| operation | payload | more of its results | `done.payload` |", "| --- | --- | --- | --- |"]
    for name, op in table().items():
        payload = ", ".join(
            f"**`{field}`**" if about.is_required() else f"`{field}`"
            for field, about in op.payload.model_fields.items()
        )
        cells = [payload, _fields(op.details), _fields(op.done)]
        rows.append(f"| `{name}`: {op.summary.rstrip('.')} | {' | '.join(cells)} |")
    return "\n".join(rows) + "\n"


def _fields(model: type[BaseModel] | None) -> str:
    return "" if model is None else ", ".join(f"`{name}`" for name in model.model_fields)


def _reference(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": _REFERENCE + model.__name__}


def _modules(whole: dict[str, Any]) -> dict[str, str]:
    definitions = whole["$defs"]
    messages = [*_closure([model.__name__ for model in (*REQUESTS, *RESPONSES)], definitions)]
    needed = {
        name: [*_closure([_name(one) for role, one in op.items() if role != "summary"], definitions)]
        for name, op in whole["operations"].items()
    }
    counts: dict[str, int] = {}
    for names in needed.values():
        for name in names:
            counts[name] = counts.get(name, 0) + 1
    shared = [name for name in definitions if counts.get(name, 0) > 1 and name not in messages]
    made = {"messages": _module(messages, definitions, {}) + _unions()}
    made["shared"] = _module(shared, definitions, {})
    places = {**dict.fromkeys(messages, "../messages"), **dict.fromkeys(shared, "../shared")}
    for op, names in needed.items():
        made[f"ops/{op}"] = _module([name for name in names if name not in places], definitions, places)
    made["index"] = _index(whole["operations"])
    made["names"] = _names(whole["operations"])
    return made


def _name(reference: dict[str, str]) -> str:
    return reference["$ref"].removeprefix(_REFERENCE)


def _closure(names: list[str], definitions: dict[str, Any]) -> Iterator[str]:
    """Yield the names with everything that they refer to, each once."""
    seen: set[str] = set()
    pending = list(names)
    while pending:
        name = pending.pop(0)
        if name not in seen:
            seen.add(name)
            yield name
            pending += [_name(one) for one in _references(definitions[name])]


def _references(value: Any) -> Iterator[dict[str, str]]:
    if isinstance(value, dict):
        if "$ref" in value:
            yield value
        for one in value.values():
            yield from _references(one)
    elif isinstance(value, list):
        for one in value:
            yield from _references(one)


def _module(names: list[str], definitions: dict[str, Any], places: dict[str, str]) -> str:
    used = {_name(one) for name in names for one in _references(definitions[name])} - set(names)
    imports = "".join(
        f'import type {{ {", ".join(sorted(n for n in used if places[n] == place))} }} from "{place}";\n'
        for place in sorted({places[name] for name in used})
    )
    return imports + "".join("\n" + interface(name, definitions[name]) for name in names)


def _unions() -> str:
    both = (("Request", REQUESTS), ("Line", RESPONSES))
    return "".join(f"\nexport type {name} = {' | '.join(m.__name__ for m in models)};\n" for name, models in both)


def _index(operations: dict[str, Any]) -> str:
    imports, rows = "", ""
    for name, op in operations.items():
        roles = {role: _name(one) for role, one in op.items() if role != "summary"}
        imports += f'import type {{ {", ".join(sorted(roles.values()))} }} from "./ops/{name}";\n'
        members = (f"{role}: {roles.get(role, 'null')}" for role in ("payload", "details", "done"))
        rows += f"  {name}: {{ {'; '.join(members)} }};\n"
    return (
        imports
        + '\nexport type * from "./messages";\nexport type * from "./shared";\n'
        + "\n/** What each operation takes, what its results hold beside the common members, and what it gives. */\n"
        + f"export interface Operations {{\n{rows}}}\n\nexport type OpName = keyof Operations;\n"
    )


def _names(operations: dict[str, Any]) -> str:
    """Return the one module that is there at run time: what may be asked for."""
    rows = "".join(f'  "{name}",\n' for name in operations)
    return (
        'import type { OpName } from "./index";\n\n/** The name of every operation. */\n'
        f"export const OPERATIONS = [\n{rows}] as const satisfies readonly OpName[];\n"
    )
