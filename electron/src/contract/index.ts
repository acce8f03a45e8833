// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.
import type { ScanDetails, ScanPayload } from "./ops/scan";
import type { SearchDetails, SearchDone, SearchPayload } from "./ops/search";
import type { RenameDetails, RenameDone, RenamePayload } from "./ops/rename";
import type { MoveDetails, MoveDone, MovePayload } from "./ops/move";
import type { StripSuffixDetails, StripSuffixDone, StripSuffixPayload } from "./ops/strip_suffix";
import type { JournalListDone, JournalListPayload } from "./ops/journal_list";
import type { UndoDetails, UndoDone, UndoPayload } from "./ops/undo";
import type { DbStatsDone, DbStatsPayload } from "./ops/db_stats";
import type { BuildNaisDone, BuildNaisPayload } from "./ops/build_nais";
import type { PresetLoadDone, PresetLoadPayload } from "./ops/preset_load";
import type { PresetSaveDone, PresetSavePayload } from "./ops/preset_save";
import type { PresetImportDone, PresetImportPayload } from "./ops/preset_import";
import type { ResumeClearDone, ResumeClearPayload } from "./ops/resume_clear";
import type { TemplateDbListDone, TemplateDbListPayload } from "./ops/template_db_list";
import type { TemplateDbGetDone, TemplateDbGetPayload } from "./ops/template_db_get";
import type { TemplateDbSaveDone, TemplateDbSavePayload } from "./ops/template_db_save";
import type { TemplateDbDeleteDone, TemplateDbDeletePayload } from "./ops/template_db_delete";
import type { PresetDbListDone, PresetDbListPayload } from "./ops/preset_db_list";
import type { PresetDbGetDone, PresetDbGetPayload } from "./ops/preset_db_get";
import type { PresetDbSaveDone, PresetDbSavePayload } from "./ops/preset_db_save";
import type { PresetDbDeleteDone, PresetDbDeletePayload } from "./ops/preset_db_delete";
import type { ModelsListDone, ModelsListPayload } from "./ops/models_list";
import type { ModelsShowDone, ModelsShowPayload } from "./ops/models_show";
import type { ModelsInstallDone, ModelsInstallPayload } from "./ops/models_install";
import type { ModelsVerifyDetails, ModelsVerifyDone, ModelsVerifyPayload } from "./ops/models_verify";
import type { ModelsRemoveDone, ModelsRemovePayload } from "./ops/models_remove";
import type { ModelsUseDone, ModelsUsePayload } from "./ops/models_use";
import type { ModelsStatusDone, ModelsStatusPayload } from "./ops/models_status";
import type { ModelsLoadDone, ModelsLoadPayload } from "./ops/models_load";
import type { ModelsUnloadDone, ModelsUnloadPayload } from "./ops/models_unload";
import type { ModelsExportDone, ModelsExportPayload } from "./ops/models_export";

export type * from "./messages";
export type * from "./shared";

/** What each operation takes, what its results hold beside the common members, and what it gives. */
export interface Operations {
  scan: { payload: ScanPayload; details: ScanDetails; done: null };
  search: { payload: SearchPayload; details: SearchDetails; done: SearchDone };
  rename: { payload: RenamePayload; details: RenameDetails; done: RenameDone };
  move: { payload: MovePayload; details: MoveDetails; done: MoveDone };
  strip_suffix: { payload: StripSuffixPayload; details: StripSuffixDetails; done: StripSuffixDone };
  journal_list: { payload: JournalListPayload; details: null; done: JournalListDone };
  undo: { payload: UndoPayload; details: UndoDetails; done: UndoDone };
  db_stats: { payload: DbStatsPayload; details: null; done: DbStatsDone };
  build_nais: { payload: BuildNaisPayload; details: null; done: BuildNaisDone };
  preset_load: { payload: PresetLoadPayload; details: null; done: PresetLoadDone };
  preset_save: { payload: PresetSavePayload; details: null; done: PresetSaveDone };
  preset_import: { payload: PresetImportPayload; details: null; done: PresetImportDone };
  resume_clear: { payload: ResumeClearPayload; details: null; done: ResumeClearDone };
  template_db_list: { payload: TemplateDbListPayload; details: null; done: TemplateDbListDone };
  template_db_get: { payload: TemplateDbGetPayload; details: null; done: TemplateDbGetDone };
  template_db_save: { payload: TemplateDbSavePayload; details: null; done: TemplateDbSaveDone };
  template_db_delete: { payload: TemplateDbDeletePayload; details: null; done: TemplateDbDeleteDone };
  preset_db_list: { payload: PresetDbListPayload; details: null; done: PresetDbListDone };
  preset_db_get: { payload: PresetDbGetPayload; details: null; done: PresetDbGetDone };
  preset_db_save: { payload: PresetDbSavePayload; details: null; done: PresetDbSaveDone };
  preset_db_delete: { payload: PresetDbDeletePayload; details: null; done: PresetDbDeleteDone };
  models_list: { payload: ModelsListPayload; details: null; done: ModelsListDone };
  models_show: { payload: ModelsShowPayload; details: null; done: ModelsShowDone };
  models_install: { payload: ModelsInstallPayload; details: null; done: ModelsInstallDone };
  models_verify: { payload: ModelsVerifyPayload; details: ModelsVerifyDetails; done: ModelsVerifyDone };
  models_remove: { payload: ModelsRemovePayload; details: null; done: ModelsRemoveDone };
  models_use: { payload: ModelsUsePayload; details: null; done: ModelsUseDone };
  models_status: { payload: ModelsStatusPayload; details: null; done: ModelsStatusDone };
  models_load: { payload: ModelsLoadPayload; details: null; done: ModelsLoadDone };
  models_unload: { payload: ModelsUnloadPayload; details: null; done: ModelsUnloadDone };
  models_export: { payload: ModelsExportPayload; details: null; done: ModelsExportDone };
}

export type OpName = keyof Operations;
