import type { ReactNode } from "react";
import { change, withValue } from "@/features/search";
import { useText } from "@/shared/text";
import { NumberInput } from "@/shared/ui";
import { readRange, readSize, writeRange, writeSize } from "./model/ranges";

const ANY_LEAST = 1;
const ANY_MOST = 1_000_000;

/** The least and the greatest size in pixels. */
export function Resolution({ value }: { value: string | null }) {
  const t = useText();
  const { from, to } = readRange(value);
  const least = readSize(from);
  const most = readSize(to);
  const open = (side: number | null, any: number) => (side === any ? null : side);
  const set = (next: { from?: string | null; to?: string | null }) =>
    void change((query) => withValue(query, "size", writeRange({ from, to, ...next })));
  return (
    <>
      <Row label={t("app.size.least")}>
        <NumberInput
          label={t("app.size.width")}
          value={open(least.width, ANY_LEAST)}
          onChange={(width) => set({ from: writeSize(width, open(least.height, ANY_LEAST), ANY_LEAST) })}
        />
        <NumberInput
          label={t("app.size.height")}
          value={open(least.height, ANY_LEAST)}
          onChange={(height) => set({ from: writeSize(open(least.width, ANY_LEAST), height, ANY_LEAST) })}
        />
      </Row>
      <Row label={t("app.size.most")}>
        <NumberInput
          label={t("app.size.width")}
          value={open(most.width, ANY_MOST)}
          onChange={(width) => set({ to: writeSize(width, open(most.height, ANY_MOST), ANY_MOST) })}
        />
        <NumberInput
          label={t("app.size.height")}
          value={open(most.height, ANY_MOST)}
          onChange={(height) => set({ to: writeSize(open(most.width, ANY_MOST), height, ANY_MOST) })}
        />
      </Row>
    </>
  );
}

/** The least and the greatest number of layers. */
export function Layers({ value }: { value: string | null }) {
  const t = useText();
  const { from, to } = readRange(value);
  const number = (text: string | null) => (text && /^\d+$/.test(text) ? Number(text) : null);
  const words = (count: number | null) => (count === null ? null : `${count}`);
  const set = (next: { from?: string | null; to?: string | null }) =>
    void change((query) => withValue(query, "layers", writeRange({ from, to, ...next })));
  return (
    <div className="flex gap-2">
      <NumberInput label={t("app.size.least")} value={number(from)} onChange={(count) => set({ from: words(count) })} />
      <NumberInput label={t("app.size.most")} value={number(to)} onChange={(count) => set({ to: words(count) })} />
    </div>
  );
}

function Row({ label, children }: { label: string; children: ReactNode }) {
  return (
    <fieldset aria-label={label} className="flex items-center gap-2">
      <span className="w-14 shrink-0 text-sm text-muted">{label}</span>
      {children}
    </fieldset>
  );
}
