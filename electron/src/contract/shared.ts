// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.

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

/** A named set of variables as it is kept. */
export interface PlainTemplate {
  name: string;
  variables: PlainVariable[];
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
