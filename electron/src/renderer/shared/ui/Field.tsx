import { Input, Label, NumberField, TextArea, TextField } from "react-aria-components";
import { CONTROL, classes } from "./classes";

interface Props {
  label: string;
  value: string;
  onChange: (value: string) => void;
  onEnter?: () => void;
  /** The focus goes elsewhere. */
  onLeave?: () => void;
  placeholder?: string;
  /** The label is read out only; what stands around says it to the eye. */
  bare?: boolean;
  lines?: number;
  autoFocus?: boolean;
  type?: "text" | "date" | "password";
  list?: string;
}

const LABEL = "mb-1 block text-sm text-muted";

/** A line, or with `lines` some lines, of text. */
export function Field({
  label,
  value,
  onChange,
  onEnter,
  onLeave,
  placeholder,
  bare,
  lines,
  autoFocus,
  type = "text",
  list,
}: Props) {
  const named = bare ? { "aria-label": label } : {};
  return (
    <TextField
      {...named}
      value={value}
      onChange={onChange}
      type={type}
      {...(autoFocus ? { autoFocus } : {})}
      {...(onLeave ? { onBlur: () => onLeave() } : {})}
      onKeyDown={(event) => {
        // What stands around a field closes by Escape, as it does without one.
        if (event.key === "Escape") event.continuePropagation();
        if (event.key === "Enter" && !event.nativeEvent.isComposing && (!lines || event.ctrlKey || event.metaKey))
          onEnter?.();
      }}
      className="min-w-0 flex-1"
    >
      {!bare && <Label className={LABEL}>{label}</Label>}
      {lines ? (
        <TextArea
          rows={lines}
          placeholder={placeholder ?? ""}
          className={classes(CONTROL, "h-auto w-full resize-none py-1")}
        />
      ) : (
        <Input placeholder={placeholder ?? ""} list={list} className={classes(CONTROL, "w-full")} />
      )}
    </TextField>
  );
}

interface NumberProps {
  label: string;
  value: number | null;
  onChange: (value: number | null) => void;
  least?: number;
  most?: number;
  /** Decimals that it may have. */
  fraction?: number;
}

/** A number, whole unless it may have a `fraction`, or nothing; given when Enter or the focus leaves it. */
export function NumberInput({ label, value, onChange, least = 0, most, fraction = 0 }: NumberProps) {
  return (
    <NumberField
      aria-label={label}
      value={value ?? Number.NaN}
      minValue={least}
      {...(most === undefined ? {} : { maxValue: most })}
      onChange={(next) => onChange(Number.isNaN(next) ? null : next)}
      formatOptions={{ useGrouping: false, maximumFractionDigits: fraction }}
      className="min-w-0 flex-1"
    >
      <Input placeholder={label} className={classes(CONTROL, "w-full")} />
    </NumberField>
  );
}
