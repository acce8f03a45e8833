import { numberText, useLanguage } from "@/shared/text";
import { Chip } from "@/shared/ui";

export interface Choice<V extends string> {
  value: V | null;
  label: string;
  count: number;
}

interface Props<V extends string> {
  label: string;
  choices: readonly Choice<V>[];
  value: V | null;
  onChange: (value: V | null) => void;
}

/** A row of kinds with their counts, of which one is shown; null is all of them. */
export function Filters<V extends string>({ label, choices, value, onChange }: Props<V>) {
  const language = useLanguage();
  return (
    <fieldset aria-label={label} className="flex flex-wrap items-center gap-1">
      {choices.map((one) => (
        <Chip key={one.value ?? ""} selected={one.value === value} onPress={() => onChange(one.value)}>
          {`${one.label} ${numberText(one.count, language)}`}
        </Chip>
      ))}
    </fieldset>
  );
}
