import type { ReactNode } from "react";
import { Radio, RadioGroup } from "react-aria-components";

interface Props<V extends string> {
  label: string;
  value: V;
  options: readonly { value: V; disabled?: boolean; body: ReactNode; label: string }[];
  onChange: (value: V) => void;
}

/** One of a few that need some words each. */
export function Choices<V extends string>({ label, value, options, onChange }: Props<V>) {
  return (
    <RadioGroup
      aria-label={label}
      value={value}
      onChange={(next) => {
        const chosen = options.find((one) => one.value === next);
        if (chosen) onChange(chosen.value);
      }}
      className="flex flex-col gap-2"
    >
      {options.map((option) => (
        <Radio
          key={option.value}
          value={option.value}
          aria-label={option.label}
          isDisabled={option.disabled ?? false}
          className="group relative flex cursor-default items-start gap-3 rounded-lg border border-line bg-raised p-3 outline-none data-[disabled]:bg-transparent data-[focus-visible]:outline-2 data-[focus-visible]:outline-accent data-[selected]:border-accent data-[selected]:bg-tint"
        >
          <span className="mt-0.5 grid size-4 shrink-0 place-items-center rounded-full border border-edge group-data-[selected]:border-accent">
            <span className="size-2 rounded-full group-data-[selected]:bg-accent" />
          </span>
          <span className="min-w-0 flex-1">{option.body}</span>
        </Radio>
      ))}
    </RadioGroup>
  );
}
