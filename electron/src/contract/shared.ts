// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.

/** A collection; `parent` is the place in the list of the one around it, which stands before it. */
export interface CarriedCollection {
  name: string;
  parent?: number | null;
  description?: string | null;
  query?: string | null;
  cover?: string | null;
  items?: CarriedPicture[] | null;
}

/** A picture by the digest of its content, with its file name. */
export interface CarriedPicture {
  digest: string;
  name?: string | null;
}

/** Collections, the outer ones first. */
export interface CollectionsFile {
  format: "imageparser-collections";
  version: 1;
  collections: CarriedCollection[];
}

/** A picture of a group; `kind`, `bits` and `cosine` say how it is a duplicate of the group's `middle`.

`user_tags`, `collections` (by number), `comments` and `noted` are what a merge would bring together. */
export interface Duplicate {
  id: number;
  path: string;
  kind: string;
  bits: number | null;
  cosine: number | null;
  format: string | null;
  width: number | null;
  height: number | null;
  layers: number | null;
  bytes: number;
  date_ms: number;
  added_ms: number;
  rating: number | null;
  label: string | null;
  tags: number;
  digest: string;
  thumbnail: string | null;
  user_tags: string[];
  collections: number[];
  comments: number;
  noted: boolean;
}

/** Bytes of the library, of what lies beside it, of models and of what can be made again; and what is free.

`tables` tells the library file by kind of table, where it was read whole. */
export interface HealthDisk {
  library: number;
  thumbnails: number;
  codes: number;
  backups: number;
  models: number;
  cache: number;
  free: number;
  tables: Record<string, number> | null;
}

/** What a phase could not do with a file, and why. */
export interface HealthFailure {
  path: string;
  phase: string;
  code: string;
  reason: string;
  attempts: number;
}

/** Something that was found, by its code (`doctor.*` of the locales), with the first examples.

`repair` says whether all repairs mend it, only one that names it, or none. `repaired` says what was done. */
export interface HealthFinding {
  code: string;
  count: number;
  examples: string[];
  repair: "always" | "named" | "never";
  repaired: string | null;
}

/** What answers searches for a slot, what is to answer, and how many files are left to do until then. */
export interface HealthService {
  slot: string;
  served: string;
  current: string;
  left: number;
}

/** A path that walks left out, and why. */
export interface HealthSkip {
  path: string;
  code: string;
  reason: string;
}

/** A picture to be kept, and the others of its group in the order in which they count. */
export interface KeptGroup {
  keep: number;
  others: number[];
}

/** A backup: when and why it was made, and how large it is. */
export interface ListedBackup {
  name: string;
  path: string;
  reason: "asked" | "migration" | "repair" | "restore" | "schedule";
  at: string;
  bytes: number;
}

/** A value that matches, with its tags. */
export interface Match {
  variable: string;
  value: string;
  tags: string[];
}

/** A value of which a part of the tags is there, and the tags that are missing. */
export interface Near {
  variable: string;
  value: string;
  missing: string[];
}

/** What was chosen; a share does not tell the folder or the query. */
export interface PackageChosen {
  what: "library" | "folder" | "collection" | "query" | "ids";
  text: string | null;
}

/** How much of each there is, captions by version key; `left_out` pictures were chosen and never read. */
export interface PackageCounts {
  pictures: number;
  marked: number;
  tags: number;
  collections: number;
  presets: number;
  captions: Record<string, number>;
  vectors: number;
  thumbnails: number;
  left_out: number;
}

/** What went into the package; one without `paths` is a read-only share. */
export interface PackageOptions {
  thumbnails: boolean;
  vectors: boolean;
  paths: boolean;
  names: boolean;
  notes: boolean;
}

/** The vectors of one version key; `owner` tells whether they are of pictures or of pictures of layers. */
export interface PackageVectors {
  kind: string;
  version_key: string;
  dim: number;
  owner: "file" | "layer_picture";
  count: number;
}

/** A query taken apart, with its text in canonical form. */
export interface ParsedQuery {
  text: string;
  parts: QueryPart[];
  sort: QuerySort | null;
  notes: QueryNote[];
}

/** A named set of variables as it is kept, with the pattern of names that came with it. */
export interface PlainTemplate {
  name: string;
  variables: PlainVariable[];
  output_template?: string | null;
}

/** A value with the tags that a picture must have. */
export interface PlainValue {
  name: string;
  tags: string[];
}

/** A variable with its values. */
export interface PlainVariable {
  name: string;
  values: PlainValue[];
}

/** An entry that did not come in as it stands: `code` for programs, where it is, and a sentence. */
export interface Problem {
  code: string;
  where: string;
  message: string;
}

/** A query taken apart, as programs build it from controls. */
export interface QueryForm {
  parts?: QueryPart[] | null;
  sort?: QuerySort | null;
}

/** Something of a query that was not understood and is searched for as it stands. */
export interface QueryNote {
  code: string;
  text: string;
  message: string;
}

/** A word or a phrase with its `text`, or a filter with its `name` and `value`. */
export interface QueryPart {
  kind: "word" | "phrase" | "filter";
  text?: string | null;
  name?: string | null;
  value?: string | null;
  negated?: boolean | null;
}

/** An order of results; without a direction its natural one, `seed` for a random one. */
export interface QuerySort {
  by: string;
  descending?: boolean | null;
  seed?: number | null;
}

/** What ended a run early. */
export interface ReportError {
  code: string;
  message: string;
  path: string | null;
}

/** A setting: its limits (`above`: the least itself is left out), and when a change `counts`.

`now`, for the next `run`, or after a `restart`. `locked` where it cannot be changed here: a variable of the
environment gives it, or `models_use` chooses it. Of a `secret` the value only tells whether there is one. With
`scope` `library` the open library keeps it, and no file. */
export interface SettingLine {
  key: string;
  scope: "machine" | "library";
  kind: "text" | "secret" | "path" | "integer" | "number" | "switch" | "choice" | "texts";
  value: string | number | boolean | string[] | null;
  default: string | number | boolean | string[] | null;
  source: "default" | "file" | "environment" | "library";
  choices: string[];
  least: number | null;
  above: boolean;
  most: number | null;
  counts: "now" | "run" | "restart";
  variable: string;
  locked: "" | "environment" | "models";
}

/** A named set of variables. */
export interface Template {
  name?: string | null;
  output_template?: string | null;
  variables?: Variable[] | null;
}

/** A value with the tags that a picture must have; `display_name` and `key` are older spellings of its name. */
export interface Value {
  name?: string | null;
  display_name?: string | null;
  key?: string | null;
  tags?: string[] | null;
}

/** A variable with its values. */
export interface Variable {
  name?: string | null;
  display_name?: string | null;
  key?: string | null;
  output_template?: string | null;
  values?: Value[] | null;
}
