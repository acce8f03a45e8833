export interface Word {
  text: string;
  mention: boolean;
  /** Where it begins. */
  at: number;
}

/** A text in pieces, of which those behind an @ name somebody. */
export function words(body: string): Word[] {
  let at = 0;
  return body
    .split(/((?<![\p{L}\p{N}])@[\p{L}\p{N}_-]+)/u)
    .map((text) => {
      const word = { text, mention: text.startsWith("@") && text.length > 1, at };
      at += text.length;
      return word;
    })
    .filter(({ text }) => text !== "");
}

/** Who can be meant by the @ that is being typed at the end of a text. */
export function mentioned(body: string, names: readonly string[], most = 6): string[] {
  const typed = /(?:^|\s)@([\p{L}\p{N}_-]*)$/u.exec(body)?.[1];
  if (typed === undefined) return [];
  const wanted = typed.normalize("NFC").toLowerCase();
  return names.filter((name) => name.normalize("NFC").toLowerCase().startsWith(wanted)).slice(0, most);
}
