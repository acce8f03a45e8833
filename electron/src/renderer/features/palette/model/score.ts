const folded = (text: string) => text.normalize("NFC").toLowerCase();

/** How well an entry fits what was typed: every word must occur in its names, beginnings of words count more. */
export function scoreOf(value: string, typed: string, names: string[] = []): number {
  const words = folded(typed).split(/\s+/).filter(Boolean);
  const text = folded([...names, value].join(" "));
  if (!words.every((word) => text.includes(word))) return 0;
  const starts = words.filter((word) => text.startsWith(word) || text.includes(` ${word}`)).length;
  return words.length === 0 ? 1 : 0.5 + starts / (2 * words.length);
}
