import type { OpName } from "@contract";

/** This page, among all that speak with one back end. */
export const PAGE = `page-${crypto.randomUUID()}`;

/** Operations that change something and may take long: they go on when their page is loaded anew or closed. */
export const LASTING: ReadonlySet<OpName> = new Set<OpName>([
  "index",
  "scan",
  "rename",
  "move",
  "strip_suffix",
  "undo",
  "models_install",
  "models_export",
  "package_export",
  "package_import",
  "duplicates_move",
  "backup_make",
  "backup_restore",
  "health_repair",
  "sidecar_read",
  "sidecar_write",
  "tag_import",
  "tag_export",
]);

/** What an index run changes on the screen. */
export const INDEXED: readonly OpName[] = [
  "find",
  "facets",
  "roots",
  "db_stats",
  "tag_list",
  "tag_cloud",
  "collection_list",
  "report_list",
  "root_problems",
];
