import { Check, ChevronDown } from "lucide-react";
import { Button, Label, ListBox, ListBoxItem, Popover, Select as Primitive, SelectValue } from "react-aria-components";
import { CONTROL, classes, ITEM, POPOVER } from "./classes";

interface Props<V extends string> {
  label: string;
  value: V;
  options: readonly { value: V; label: string }[];
  onChange: (value: V) => void;
  bare?: boolean;
}

/** One of a few. */
export function Select<V extends string>({ label, value, options, onChange, bare }: Props<V>) {
  return (
    <Primitive
      {...(bare ? { "aria-label": label } : {})}
      value={value}
      onChange={(key) => {
        const chosen = options.find((one) => one.value === key);
        if (chosen) onChange(chosen.value);
      }}
    >
      {!bare && <Label className="mb-1 block text-sm text-muted">{label}</Label>}
      <Button className={classes(CONTROL, "flex w-full items-center gap-2 data-[hovered]:bg-hover")}>
        <SelectValue className="flex-1 truncate text-left">
          {() => options.find((one) => one.value === value)?.label}
        </SelectValue>
        <ChevronDown size={14} aria-hidden className="text-muted" />
      </Button>
      <Popover className={classes(POPOVER, "min-w-(--trigger-width)")}>
        <ListBox items={options} className="max-h-80 overflow-auto outline-none">
          {(option) => (
            <ListBoxItem id={option.value} textValue={option.label} className={ITEM}>
              {({ isSelected }) => (
                <>
                  <Check size={14} aria-hidden className={isSelected ? "text-accent" : "invisible"} />
                  {option.label}
                </>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </Primitive>
  );
}
