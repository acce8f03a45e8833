/** Keys as `mod+shift+k`: `mod` is Cmd on a Mac and Ctrl elsewhere; letters and digits by their place on the keyboard,
so that shortcuts work while a Korean keyboard writes Hangul. */

const MODIFIERS = ["mod", "ctrl", "alt", "shift"] as const;
/** What the keys of signs write where an input method hides it, as the one for Hangul does. */
const SIGNS: Record<string, string> = { Slash: "/", Comma: ",", Period: ".", Equal: "plus", Minus: "minus" };
const HIDDEN = new Set(["Process", "Unidentified", "Dead"]);
const MODIFIER_KEYS = new Set(["Shift", "Control", "Alt", "Meta", "AltGraph", "CapsLock", "HangulMode", "HanjaMode"]);
const NAMES: Record<string, string> = { " ": "space", "+": "plus", "=": "plus", "-": "minus", _: "minus" };

export interface Stroke {
  key: string;
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

/** Whether a stroke is only the holding of a modifier, or a switch of the keyboard. */
export function isModifier({ key }: Pick<Stroke, "key">): boolean {
  return MODIFIER_KEYS.has(key);
}

function nameOf({ key, code, shiftKey }: Stroke): string {
  if (HIDDEN.has(key) && SIGNS[code]) return code === "Slash" && shiftKey ? "?" : SIGNS[code];
  const letter = /^Key([A-Z])$/.exec(code)?.[1] ?? /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1];
  return (letter ?? NAMES[key] ?? key).toLowerCase();
}

/** The keys of a stroke in the form that actions name them. */
export function strokeOf(stroke: Stroke, mac: boolean): string {
  const name = nameOf(stroke);
  const mod = mac ? stroke.metaKey : stroke.ctrlKey;
  const held = { mod, ctrl: mac && stroke.ctrlKey, alt: stroke.altKey, shift: stroke.shiftKey };
  // Signs that need Shift on one keyboard and not on another are named by what they write.
  if (/^[^a-z0-9]$/.test(name) || name === "plus" || name === "minus") held.shift = false;
  return [...MODIFIERS.filter((one) => held[one]), name].join("+");
}

const SHOWN: Record<string, string> = {
  arrowleft: "←",
  arrowright: "→",
  arrowup: "↑",
  arrowdown: "↓",
  escape: "Esc",
  enter: "Enter",
  delete: "Del",
  backspace: "⌫",
  space: "Space",
  plus: "+",
  minus: "−",
  pageup: "PgUp",
  pagedown: "PgDn",
  home: "Home",
  end: "End",
  tab: "Tab",
};
const SHOWN_MODIFIERS = {
  mac: { mod: "⌘", ctrl: "⌃", alt: "⌥", shift: "⇧" },
  other: { mod: "Ctrl", ctrl: "Ctrl", alt: "Alt", shift: "Shift" },
};

/** The parts of a shortcut as they are printed on keys. */
export function shown(keys: string, mac: boolean): string[] {
  const names: Record<string, string> = SHOWN_MODIFIERS[mac ? "mac" : "other"];
  return keys.split("+").map((part) => names[part] ?? SHOWN[part] ?? part.toUpperCase());
}

/** Whether keys are typed into something: only shortcuts with a modifier, and Escape, count there. */
export function typing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement)
    return true;
  return target instanceof HTMLInputElement && !["checkbox", "radio", "button", "range", "color"].includes(target.type);
}

export const MAC = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.platform);
