import type { Tag } from "./tree";

/** What hangs below a tag, itself included. */
export function family(tags: readonly Tag[], name: string): Set<string> {
  const found = new Set([name]);
  const below = (parent: string) => {
    for (const tag of tags) {
      if (tag.parent !== parent || found.has(tag.name)) continue;
      found.add(tag.name);
      below(tag.name);
    }
  };
  below(name);
  return found;
}

/** Those of some tags that can hang below another one, or with an empty name at the top, so that anything changes. */
export function movable(tags: readonly Tag[], moved: readonly string[], parent: string): string[] {
  const known = new Map(tags.map((tag) => [tag.name, tag]));
  return moved.filter((name) => {
    const tag = known.get(name);
    return tag !== undefined && (tag.parent ?? "") !== parent && !family(tags, name).has(parent);
  });
}

/** Words between commas, each once. */
export function words(text: string): string[] {
  const all = text.split(",").map((one) => one.trim().normalize("NFC"));
  return [...new Set(all.filter(Boolean))];
}

/** A text of words with one more, or without it where it is there. */
export function withWord(text: string, word: string): string {
  const all = words(text);
  return (all.includes(word) ? all.filter((one) => one !== word) : [...all, word]).join(", ");
}

/** The tags chosen by a click: with `more` one is added or taken away, else it is the only one. */
export function chosenBy(chosen: ReadonlySet<string>, name: string, more: boolean): ReadonlySet<string> {
  if (!more) return new Set([name]);
  const next = new Set(chosen);
  if (!next.delete(name)) next.add(name);
  return next;
}
