/** The scheme of links that open the app. */
export const SCHEME = "imageparser";

/** Return the command of a link (`imageparser://picture/12`), or null where it is none. */
export function commandOf(link: string): string | null {
  const found = /^imageparser:\/\/picture\/([1-9][0-9]{0,15})\/?$/.exec(link);
  return found ? `open-picture:${found[1]}` : null;
}

/** Return the first link among the arguments of a program. */
export function linkIn(args: readonly string[]): string | null {
  return args.find((one) => one.startsWith(`${SCHEME}://`)) ?? null;
}
