export interface Carried {
  name: string;
  query: string;
}

/** The presets of a file that was read as JSON, null where it holds none. */
export function carriedPresets(value: unknown): Carried[] | null {
  const listed = typeof value === "object" && value !== null && "presets" in value ? value.presets : value;
  if (!Array.isArray(listed) || !listed.every(isPreset)) return null;
  return listed.map(({ name, query }) => ({ name, query }));
}

function isPreset(value: unknown): value is Carried {
  if (typeof value !== "object" || value === null || !("name" in value) || !("query" in value)) return false;
  return typeof value.name === "string" && typeof value.query === "string";
}
