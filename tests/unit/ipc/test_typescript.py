"""TypeScript out of JSON Schema, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from imageparser.ipc import contract, typescript


@pytest.mark.parametrize(
    ("schema", "kind"),
    [
        ({"type": "string"}, "string"),
        ({"type": "integer", "minimum": 1}, "number"),
        ({"type": "boolean"}, "boolean"),
        ({"const": "run", "type": "string"}, '"run"'),
        ({"const": 1}, "1"),
        ({"enum": ["a", "b"]}, '"a" | "b"'),
        ({"$ref": "#/$defs/Value"}, "Value"),
        ({"anyOf": [{"type": "integer"}, {"type": "number"}, {"type": "null"}]}, "number | null"),
        ({"type": "array", "items": {"$ref": "#/$defs/Value"}}, "Value[]"),
        ({"type": "array", "items": {"anyOf": [{"type": "string"}, {"type": "null"}]}}, "(string | null)[]"),
        ({"type": "array", "prefixItems": [{"type": "string"}, {"type": "number"}]}, "[string, number]"),
        ({"type": "array"}, "unknown[]"),
        ({"type": "object"}, "Record<string, unknown>"),
        ({"type": "object", "additionalProperties": {"type": "integer"}}, "Record<string, number>"),
        ({}, "unknown"),
    ],
)
def test_types(schema: dict[str, Any], kind: str):
    assert typescript.type_of(schema) == kind


def test_what_may_be_left_out_may_be_null():
    definition = {
        "type": "object",
        "description": "Something.",
        "properties": {"a": {"type": "string"}, "b": {"type": "string"}, "c": {}},
        "required": ["a"],
    }
    assert typescript.interface("Some", definition) == (
        "/** Something. */\nexport interface Some {\n  a: string;\n  b?: string | null;\n  c?: unknown;\n}\n"
    )
    assert typescript.interface("Kind", {"enum": ["a"]}) == 'export type Kind = "a";\n'
    assert typescript.interface("Nothing", {"type": "object"}) == "export type Nothing = Record<string, never>;\n"


def test_every_module_imports_what_it_names():
    made = {name: text for name, text in contract.files().items() if name.endswith(".ts")}
    for name, text in made.items():
        for line in text.splitlines():
            if line.startswith("import type"):
                place = line.rpartition('"')[0].rpartition('"')[2]
                folder = contract.TYPES if name.count("/") == contract.TYPES.count("/") + 1 else f"{contract.TYPES}/ops"
                target = f"{folder}/{place}".replace("/ops/../", "/").replace("/./", "/") + ".ts"
                for one in line.partition("{")[2].partition("}")[0].split(","):
                    assert f" {one.strip()} " in made[target], (name, line)
