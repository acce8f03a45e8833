"""TypeScript out of the part of JSON Schema that our models need."""

from __future__ import annotations

import json
from typing import Any

_PLAIN = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean", "null": "null"}


def interface(name: str, definition: dict[str, Any]) -> str:
    """Return the declaration of one definition; a field that may be left out may also be null."""
    about = f"/** {definition['description']} */\n" if definition.get("description") else ""
    if definition.get("type") != "object":
        return f"{about}export type {name} = {type_of(definition)};\n"
    required = set(definition.get("required", ()))
    lines = [
        f"  {field}: {type_of(one)};\n" if field in required else f"  {field}?: {_or_null(type_of(one))};\n"
        for field, one in definition.get("properties", {}).items()
    ]
    return f"{about}export interface {name} {{\n{''.join(lines)}}}\n" if lines else _empty(about, name)


def type_of(schema: dict[str, Any]) -> str:
    """Return the type that a schema describes."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if values := [schema["const"]] if "const" in schema else schema.get("enum"):
        return " | ".join(json.dumps(one) for one in values)
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(type_of(one) for one in schema["anyOf"]))
    kind = schema.get("type")
    if kind == "array":
        return _array(schema)
    if kind == "object":
        more = schema.get("additionalProperties", True)
        return f"Record<string, {type_of(more) if isinstance(more, dict) else 'unknown'}>"
    return _PLAIN.get(str(kind), "unknown")


def _array(schema: dict[str, Any]) -> str:
    if "prefixItems" in schema:
        return f"[{', '.join(type_of(one) for one in schema['prefixItems'])}]"
    item = type_of(schema.get("items", {}))
    return f"({item})[]" if " | " in item else f"{item}[]"


def _or_null(kind: str) -> str:
    return kind if kind.endswith(" | null") or kind in ("null", "unknown") else f"{kind} | null"


def _empty(about: str, name: str) -> str:
    return f"{about}export type {name} = Record<string, never>;\n"
