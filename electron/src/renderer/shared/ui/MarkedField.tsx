import { useRef } from "react";
import { Input, Label, TextField } from "react-aria-components";
import { CONTROL, classes } from "./classes";

export interface Mark {
  text: string;
  /** Where in the value it begins; tells equal parts apart. */
  at: number;
  look: "plain" | "good" | "bad";
}

interface Props {
  label: string;
  value: string;
  /** The value in parts, as it is to be marked. */
  marks: readonly Mark[];
  onChange: (value: string) => void;
  /** Where the caret is, in characters. */
  onCaret?: (at: number) => void;
  placeholder?: string;
}

const LOOKS: Record<Mark["look"], string> = {
  plain: "",
  good: "rounded-sm bg-tint ring-2 ring-tint",
  bad: "rounded-sm underline decoration-danger decoration-wavy",
};

/** A line of text in which some parts are marked while it is written. */
export function MarkedField({ label, value, marks, onChange, onCaret, placeholder }: Props) {
  const behind = useRef<HTMLDivElement>(null);
  return (
    <TextField value={value} onChange={onChange} className="min-w-0 flex-1">
      <Label className="mb-1 block text-sm text-muted">{label}</Label>
      <div className="relative rounded-md bg-raised">
        <div
          ref={behind}
          aria-hidden
          className="pointer-events-none absolute inset-0 flex items-center overflow-hidden border border-transparent px-2 text-base whitespace-pre text-transparent"
        >
          {marks.map(({ text, at, look }) => (
            <span key={at} className={LOOKS[look]}>
              {text}
            </span>
          ))}
        </div>
        <Input
          placeholder={placeholder ?? ""}
          onScroll={({ currentTarget }) => behind.current?.scrollTo({ left: currentTarget.scrollLeft })}
          onSelect={({ currentTarget }) => onCaret?.(currentTarget.selectionStart ?? value.length)}
          className={classes(CONTROL, "relative w-full bg-transparent")}
        />
      </div>
    </TextField>
  );
}
