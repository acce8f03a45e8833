import type { LucideIcon } from "lucide-react";
import { LoaderCircle } from "lucide-react";
import type { ReactNode } from "react";

interface Props {
  icon: LucideIcon;
  title: string;
  /** Why it is so and what to do next. */
  children?: ReactNode;
  role?: "status" | "alert";
}

/** A place without content: what that means, and the next step. */
export function Blank({ icon: Icon, title, children, role = "status" }: Props) {
  return (
    <div role={role} className="flex h-full flex-col items-center justify-center gap-3 p-8 text-center">
      <Icon size={32} strokeWidth={1.25} aria-hidden className="text-muted" />
      <p className="text-lg">{title}</p>
      <div className="flex max-w-md flex-col items-center gap-3 text-muted">{children}</div>
    </div>
  );
}

/** Something is being waited for. */
export function Busy({ label }: { label: string }) {
  return (
    <span role="status" aria-label={label} className="inline-flex">
      <LoaderCircle size={16} aria-hidden className="animate-spin text-muted" />
    </span>
  );
}
