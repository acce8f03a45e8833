import { useId } from "react";
import { Field } from "@/shared/ui";
import type { Tag } from "../model/tree";

interface Props {
  label: string;
  value: string;
  onChange: (value: string) => void;
  onEnter?: () => void;
  tags: readonly Tag[];
}

/** The name of a tag, typed or chosen from those that are there. */
export function TagField({ label, value, onChange, onEnter, tags }: Props) {
  const id = useId();
  return (
    <>
      <Field label={label} value={value} onChange={onChange} {...(onEnter ? { onEnter } : {})} list={id} />
      <datalist id={id}>
        {tags.map(({ name }) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </>
  );
}
