import type { TextKey } from "@/shared/text";

export interface Words {
  label: TextKey;
  help: TextKey;
  unit?: TextKey;
}

/** What every setting is called and what it is for, by its key. */
export const WORDS: Readonly<Record<string, Words>> = {
  language: { label: "app.set.language", help: "app.set.language_help" },
  log_level: { label: "app.set.log_level", help: "app.set.log_level_help" },
  "library.path": { label: "app.set.library_path", help: "app.set.library_path_help" },
  "library.busy_timeout": {
    label: "app.set.library_busy_timeout",
    help: "app.set.library_busy_timeout_help",
    unit: "app.set.unit.seconds",
  },
  "scan.exclude": { label: "app.set.scan_exclude", help: "app.set.scan_exclude_help" },
  "scan.default_excludes": { label: "app.set.scan_default_excludes", help: "app.set.scan_default_excludes_help" },
  "scan.hidden": { label: "app.set.scan_hidden", help: "app.set.scan_hidden_help" },
  "limits.max_pixels": {
    label: "app.set.limits_max_pixels",
    help: "app.set.limits_max_pixels_help",
    unit: "app.set.unit.pixels",
  },
  "limits.max_memory": {
    label: "app.set.limits_max_memory",
    help: "app.set.limits_max_memory_help",
    unit: "app.set.unit.bytes",
  },
  "thumbnails.size": {
    label: "app.set.thumbnails_size",
    help: "app.set.thumbnails_size_help",
    unit: "app.set.unit.pixels",
  },
  "thumbnails.quality": { label: "app.set.thumbnails_quality", help: "app.set.thumbnails_quality_help" },
  "thumbnails.method": { label: "app.set.thumbnails_method", help: "app.set.thumbnails_method_help" },
  "pipeline.order": { label: "app.set.pipeline_order", help: "app.set.pipeline_order_help" },
  "pipeline.workers": { label: "app.set.pipeline_workers", help: "app.set.pipeline_workers_help" },
  "pipeline.max_attempts": { label: "app.set.pipeline_max_attempts", help: "app.set.pipeline_max_attempts_help" },
  "journal.keep_jobs": { label: "app.set.journal_keep_jobs", help: "app.set.journal_keep_jobs_help" },
  "journal.keep_days": {
    label: "app.set.journal_keep_days",
    help: "app.set.journal_keep_days_help",
    unit: "app.set.unit.days",
  },
  "backups.every_days": {
    label: "app.set.backups_every_days",
    help: "app.set.backups_every_days_help",
    unit: "app.set.unit.days",
  },
  "backups.keep_daily": { label: "app.set.backups_keep_daily", help: "app.set.backups_keep_daily_help" },
  "backups.keep_weekly": { label: "app.set.backups_keep_weekly", help: "app.set.backups_keep_weekly_help" },
  "reports.keep": { label: "app.set.reports_keep", help: "app.set.reports_keep_help" },
  "models.tier": { label: "app.set.models_tier", help: "app.set.models_tier_help" },
  "models.use.VV": { label: "app.set.models_use_vv", help: "app.set.models_use_vv_help" },
  "models.use.MV": { label: "app.set.models_use_mv", help: "app.set.models_use_mv_help" },
  "models.use.MC": { label: "app.set.models_use_mc", help: "app.set.models_use_mc_help" },
  "models.folder": { label: "app.set.models_folder", help: "app.set.models_folder_help" },
  "models.hub": { label: "app.set.models_hub", help: "app.set.models_hub_help" },
  "models.precision": { label: "app.set.models_precision", help: "app.set.models_precision_help" },
  "models.device": { label: "app.set.models_device", help: "app.set.models_device_help" },
  "models.memory_budget_mb": {
    label: "app.set.models_memory_budget_mb",
    help: "app.set.models_memory_budget_mb_help",
    unit: "app.set.unit.megabytes",
  },
  "models.captions.url": { label: "app.set.models_captions_url", help: "app.set.models_captions_url_help" },
  "models.captions.api": { label: "app.set.models_captions_api", help: "app.set.models_captions_api_help" },
  "models.captions.model": { label: "app.set.models_captions_model", help: "app.set.models_captions_model_help" },
  "models.captions.concurrency": {
    label: "app.set.models_captions_concurrency",
    help: "app.set.models_captions_concurrency_help",
  },
  "models.captions.timeout": {
    label: "app.set.models_captions_timeout",
    help: "app.set.models_captions_timeout_help",
    unit: "app.set.unit.seconds",
  },
  "models.captions.keep_alive": {
    label: "app.set.models_captions_keep_alive",
    help: "app.set.models_captions_keep_alive_help",
  },
  "models.captions.api_key": { label: "app.set.models_captions_api_key", help: "app.set.models_captions_api_key_help" },
  "models.threads": { label: "app.set.models_threads", help: "app.set.models_threads_help" },
  "models.idle_unload_minutes": {
    label: "app.set.models_idle_unload_minutes",
    help: "app.set.models_idle_unload_minutes_help",
    unit: "app.set.unit.minutes",
  },
  "models.request_timeout": {
    label: "app.set.models_request_timeout",
    help: "app.set.models_request_timeout_help",
    unit: "app.set.unit.seconds",
  },
  "models.memory_ceiling_mb": {
    label: "app.set.models_memory_ceiling_mb",
    help: "app.set.models_memory_ceiling_mb_help",
    unit: "app.set.unit.megabytes",
  },
  "models.cache": { label: "app.set.models_cache", help: "app.set.models_cache_help" },
  "sidecars.write": { label: "app.set.sidecars_write", help: "app.set.sidecars_write_help" },
  "sidecars.idle_seconds": {
    label: "app.set.sidecars_idle_seconds",
    help: "app.set.sidecars_idle_seconds_help",
    unit: "app.set.unit.seconds",
  },
  "switches.history": { label: "app.set.switches_history", help: "app.set.switches_history_help" },
  "switches.layer_vectors": { label: "app.set.switches_layer_vectors", help: "app.set.switches_layer_vectors_help" },
  "me.language": { label: "app.set.me_language", help: "app.set.me_language_help" },
  "me.theme": { label: "app.set.me_theme", help: "app.set.me_theme_help" },
  "me.author": { label: "app.set.me_author", help: "app.set.me_author_help" },
  "me.view": { label: "app.set.me_view", help: "app.set.me_view_help" },
  "me.tile": { label: "app.set.me_tile", help: "app.set.me_tile_help", unit: "app.set.unit.pixels" },
  "me.left": { label: "app.set.me_left", help: "app.set.me_left_help" },
  "me.right": { label: "app.set.me_right", help: "app.set.me_right_help" },
};

/** What the values of a choice are called; those that are missing go by their own names. */
export const CHOICES: Readonly<Record<string, TextKey>> = {
  debug: "app.set.choice.debug",
  info: "app.set.choice.info",
  warning: "app.set.choice.warning",
  error: "app.set.choice.error",
  parallel: "app.set.choice.parallel",
  sequential: "app.set.choice.sequential",
  auto: "app.set.choice.auto",
  off: "app.set.choice.off",
  now: "app.set.choice.now",
  idle: "app.set.choice.idle",
  manual: "app.set.choice.manual",
  cpu: "app.set.choice.cpu",
  cuda: "app.set.choice.cuda",
  coreml: "app.set.choice.coreml",
  directml: "app.set.choice.directml",
  openvino: "app.set.choice.openvino",
  ollama: "app.set.choice.ollama",
  openai: "app.set.choice.openai",
  fp32: "app.set.choice.fp32",
  fp16: "app.set.choice.fp16",
  int8: "app.set.choice.int8",
  dark: "app.theme.dark",
  light: "app.theme.light",
  system: "app.theme.system",
  grid: "app.view.grid",
  list: "app.view.list",
  compact: "app.view.compact",
};

/** The sections of this machine's settings, in their order. */
export const SECTIONS = {
  looks: "app.set.section.looks",
  person: "app.set.section.person",
  library: "app.set.section.library",
  scan: "app.set.section.scan",
  pipeline: "app.set.section.pipeline",
  thumbnails: "app.set.section.thumbnails",
  limits: "app.set.section.limits",
  captions: "app.set.section.captions",
  models: "app.set.section.models",
  sidecars: "app.set.section.sidecars",
  backups: "app.set.section.backups",
  journal: "app.set.section.journal",
  reports: "app.set.section.reports",
  general: "app.set.section.general",
  switches: "app.set.section.switches",
} as const satisfies Record<string, TextKey>;
export type SectionId = keyof typeof SECTIONS;
