import { Label, Slider as Primitive, SliderOutput, SliderThumb, SliderTrack } from "react-aria-components";
import { classes } from "./classes";

interface Props {
  label: string;
  value: number;
  least: number;
  most: number;
  step?: number;
  onChange: (value: number) => void;
  /** Only the bar; the label is read out. */
  bare?: boolean;
  format?: Intl.NumberFormatOptions;
}

/** A number out of a range. */
export function Slider({ label, value, least, most, step = 1, onChange, bare, format }: Props) {
  return (
    <Primitive
      {...(bare ? { "aria-label": label } : {})}
      {...(format ? { formatOptions: format } : {})}
      value={value}
      minValue={least}
      maxValue={most}
      step={step}
      onChange={(next) => onChange(Array.isArray(next) ? (next[0] ?? value) : next)}
      className={classes("flex flex-col", bare ? "w-28" : "w-full")}
    >
      {!bare && (
        <div className="flex justify-between text-sm text-muted">
          <Label>{label}</Label>
          <SliderOutput className="tabular-nums" />
        </div>
      )}
      <SliderTrack className="relative flex h-6 items-center">
        {({ state }) => (
          <>
            <div className="h-1 w-full rounded-full bg-line" />
            <div
              className="absolute h-1 rounded-full bg-accent"
              style={{ width: `${state.getThumbPercent(0) * 100}%` }}
            />
            <SliderThumb className="top-1/2 size-3 rounded-full bg-accent outline-none data-[focus-visible]:outline-2 data-[focus-visible]:outline-offset-2 data-[focus-visible]:outline-accent" />
          </>
        )}
      </SliderTrack>
    </Primitive>
  );
}
