"""The table of operations: one name, one file."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from imageparser.ipc.op import Op

NAMES = (
    "scan",
    "search",
    "rename",
    "move",
    "strip_suffix",
    "journal_list",
    "undo",
    "db_stats",
    "build_nais",
    "preset_load",
    "preset_save",
    "preset_import",
    "resume_clear",
    "template_db_list",
    "template_db_get",
    "template_db_save",
    "template_db_delete",
    "preset_db_list",
    "preset_db_get",
    "preset_db_save",
    "preset_db_delete",
    "models_list",
    "models_show",
    "models_install",
    "models_verify",
    "models_remove",
    "models_use",
    "models_status",
    "models_load",
    "models_unload",
    "models_export",
    "find",
    "query_parse",
    "suggest",
    "history",
    "facets",
    "mark",
    "layer_list",
    "tag_list",
    "tag_edit",
    "tag_save",
    "tag_merge",
    "tag_delete",
    "tag_suggest",
    "tag_cloud",
    "tag_import",
    "tag_export",
    "sidecar_read",
    "sidecar_write",
    "sidecar_status",
    "comment_list",
    "comment_save",
    "comment_delete",
    "collection_list",
    "collection_save",
    "collection_delete",
    "collection_edit",
    "collection_export",
    "collection_import",
    "filter_preset_list",
    "filter_preset_save",
    "filter_preset_delete",
    "filter_preset_import",
    "duplicates",
    "duplicates_plan",
    "duplicates_merge",
    "duplicates_mark",
    "duplicates_move",
    "edit_list",
    "edit_undo",
    "health",
    "health_repair",
    "backup_list",
    "backup_make",
    "backup_verify",
    "backup_restore",
    "backup_prune",
    "report_list",
    "report_show",
    "index",
    "picture",
    "roots",
    "preview",
    "tile",
)


def named(name: str) -> Op | None:
    """Return the operation of a name, or None; its file is loaded when it is first asked for."""
    if name not in NAMES:
        return None
    found: Op = getattr(import_module(f"{__name__}.{name}"), name)
    return found
