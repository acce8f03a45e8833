const numbers = new Map<string, Intl.NumberFormat>();
const days = new Map<string, Intl.DateTimeFormat>();

/** A form of numbers, made once: making one takes as long as writing a hundred numbers. */
function numbersIn(language: string, options: Intl.NumberFormatOptions = {}): Intl.NumberFormat {
  const key = `${language} ${JSON.stringify(options)}`;
  const known = numbers.get(key) ?? new Intl.NumberFormat(language, options);
  numbers.set(key, known);
  return known;
}

function daysIn(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${JSON.stringify(options)}`;
  const known = days.get(key) ?? new Intl.DateTimeFormat(language, options);
  days.set(key, known);
  return known;
}

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;

/** A size in bytes as people write it: three digits at most, in steps of 1,000. */
export function bytesText(bytes: number, language: string): string {
  const step = bytes < 1000 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), UNITS.length - 1);
  const value = bytes / 1000 ** step;
  const unit = UNITS[step] ?? "byte";
  const options = {
    style: "unit",
    unit,
    // Short forms of the byte itself are English in every language.
    unitDisplay: step === 0 ? "long" : "short",
    maximumFractionDigits: value < 10 && step > 0 ? 1 : 0,
  } as const;
  return numbersIn(language, options).format(value);
}

export function numberText(value: number, language: string): string {
  return numbersIn(language).format(value);
}

/** A day as the language writes it short, from milliseconds or an ISO text. */
export function dayText(at: number | string, language: string): string {
  return daysIn(language, { year: "numeric", month: "2-digit", day: "2-digit" }).format(new Date(at));
}

export function momentText(at: number | string, language: string): string {
  return daysIn(language, { dateStyle: "medium", timeStyle: "short" }).format(new Date(at));
}

/** A stretch of time as people say it: its two largest parts of hours, minutes and seconds. */
export function spanText(seconds: number, language: string): string {
  const whole = Math.max(Math.round(seconds), 0);
  const parts = [
    { unit: "hour", value: Math.floor(whole / 3600) },
    { unit: "minute", value: Math.floor(whole / 60) % 60 },
    { unit: "second", value: whole % 60 },
  ] as const;
  const first = Math.max(
    parts.findIndex(({ value }) => value > 0),
    0,
  );
  const said = parts
    .slice(whole === 0 ? 2 : first)
    .slice(0, 2)
    .filter(({ value }) => value > 0 || whole === 0);
  return said
    .map(({ unit, value }) => numbersIn(language, { style: "unit", unit, unitDisplay: "short" }).format(value))
    .join(" ");
}

/** A share of one as a percentage without decimals. */
export function percentText(share: number, language: string): string {
  return numbersIn(language, { style: "percent", maximumFractionDigits: 0 }).format(share);
}

/** The last part of a path of any system. */
export function nameOf(path: string): string {
  return path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
}

/** Everything of a path before its last part. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\"), 0));
}
