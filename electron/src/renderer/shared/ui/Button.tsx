import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { type ButtonProps, Button as Primitive, ToggleButton, type ToggleButtonProps } from "react-aria-components";
import { classes } from "./classes";
import { Tip } from "./Tip";

type Look = "plain" | "accent" | "quiet" | "danger";

const BASE =
  "inline-flex h-8 shrink-0 cursor-default items-center justify-center gap-2 rounded-md text-base whitespace-nowrap outline-none transition-colors duration-100 data-[focus-visible]:outline-2 data-[focus-visible]:outline-offset-1 data-[focus-visible]:outline-accent data-[disabled]:opacity-50";
const LOOKS: Record<Look, string> = {
  plain: "px-3 border border-line bg-raised text-ink data-[hovered]:bg-hover",
  accent: "px-3 bg-accent text-on-accent font-medium data-[hovered]:brightness-110",
  quiet: "px-3 text-ink data-[hovered]:bg-hover",
  danger: "px-3 border border-line bg-raised text-danger data-[hovered]:bg-hover",
};
const ICON = "w-8 text-muted data-[hovered]:text-ink data-[selected]:bg-tint data-[selected]:text-accent";

interface Props extends Omit<ButtonProps, "className" | "style" | "children"> {
  look?: Look;
  icon?: LucideIcon;
  children: ReactNode;
}

/** A button with words. */
export function Button({ look = "plain", icon: Icon, children, ...props }: Props) {
  return (
    <Primitive {...props} className={classes(BASE, LOOKS[look])}>
      {Icon && <Icon size={16} aria-hidden />}
      {children}
    </Primitive>
  );
}

interface IconProps extends Omit<ButtonProps, "className" | "style" | "children"> {
  icon: LucideIcon;
  label: string;
  keys?: string | undefined;
  action?: string | undefined;
}

/** A button with a sign only; its label is read out and shown on hover. */
export function IconButton({ icon: Icon, label, keys, action, ...props }: IconProps) {
  return (
    <Tip label={label} keys={keys} action={action}>
      <Primitive {...props} aria-label={label} className={classes(BASE, "data-[hovered]:bg-hover", ICON)}>
        <Icon size={16} aria-hidden />
      </Primitive>
    </Tip>
  );
}

interface SwitchProps extends Omit<ToggleButtonProps, "className" | "style" | "children"> {
  icon: LucideIcon;
  label: string;
  keys?: string | undefined;
  action?: string | undefined;
}

/** A button with a sign that stays pressed. */
export function IconToggle({ icon: Icon, label, keys, action, ...props }: SwitchProps) {
  return (
    <Tip label={label} keys={keys} action={action}>
      <ToggleButton {...props} aria-label={label} className={classes(BASE, "data-[hovered]:bg-hover", ICON)}>
        <Icon size={16} aria-hidden />
      </ToggleButton>
    </Tip>
  );
}
