/** A part of a pattern: a text that stays, or `[a variable]`. */
export interface Piece {
  text: string;
  /** Where in the pattern it begins. */
  at: number;
  /** The variable that it names, known or not; null for a text. */
  name: string | null;
  known: boolean;
}

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");

/** A pattern taken apart; of two variables that begin alike the longer name is meant, as in the back end. */
export function pieces(pattern: string, names: readonly string[]): Piece[] {
  const known = new Set(names.filter(Boolean));
  const longest = [...known].sort((a, b) => b.length - a.length).map(escaped);
  const finder = new RegExp([...longest.map((name) => `\\[${name}\\]`), "\\[[^\\[\\]]*\\]"].join("|"), "g");
  const found: Piece[] = [];
  let end = 0;
  for (const match of pattern.matchAll(finder)) {
    if (match.index > end) found.push(plain(pattern.slice(end, match.index), end));
    const name = match[0].slice(1, -1);
    found.push({ text: match[0], at: match.index, name, known: known.has(name) });
    end = match.index + match[0].length;
  }
  if (end < pattern.length) found.push(plain(pattern.slice(end), end));
  return found;
}

function plain(text: string, at: number): Piece {
  return { text, at, name: null, known: false };
}

/** The variables that a pattern names, each once, in order; all of them where there is no pattern. */
export function used(pattern: string, names: readonly string[]): string[] {
  if (!pattern.trim()) return names.filter(Boolean);
  const named = pieces(pattern, names).filter(({ known }) => known);
  return [...new Set(named.map(({ name }) => name ?? ""))];
}

export function renamedIn(pattern: string, old: string, name: string): string {
  return pattern.replaceAll(`[${old}]`, `[${name}]`);
}

/** Put a variable into a pattern, at the caret; two variables in a row are kept apart. */
export function inserted(pattern: string, name: string, at: number = pattern.length): string {
  const [before, after] = [pattern.slice(0, at), pattern.slice(at)];
  const [left, right] = [before.endsWith("]") ? "_" : "", after.startsWith("[") ? "_" : ""];
  return `${before}${left}[${name}]${right}${after}`;
}
