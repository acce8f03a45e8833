/** Join class names, leaving out what is false. */
export function classes(...names: (string | false | null | undefined)[]): string {
  return names.filter(Boolean).join(" ");
}

/** What every control shares: its height on the 4-pixel grid, its border and its focus ring. */
export const CONTROL =
  "h-8 rounded-md border border-line bg-raised px-2 text-base text-ink outline-none data-[focus-visible]:outline-2 data-[focus-visible]:outline-accent data-[disabled]:opacity-50";

export const POPOVER =
  "rounded-lg border border-line bg-raised p-1 shadow-xl shadow-black/40 outline-none data-[entering]:opacity-0 transition-opacity duration-100";

export const ITEM =
  "flex h-8 cursor-default items-center gap-2 rounded-md px-2 text-base text-ink outline-none data-[focused]:bg-hover data-[hovered]:bg-hover data-[disabled]:opacity-50";
