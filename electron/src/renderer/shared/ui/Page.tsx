import type { ReactNode } from "react";
import { classes } from "./classes";

interface Props {
  title: string;
  /** One sentence that says what the screen is for. */
  about?: string;
  /** What can be done with all of it, at the right of the title. */
  tools?: ReactNode;
  /** The body brings its own edges and scrolls by itself. */
  fills?: boolean;
  children: ReactNode;
}

/** A screen beside the pictures: its title and tools stay, its body scrolls. */
export function Page({ title, about, tools, fills, children }: Props) {
  return (
    <section aria-label={title} className="flex min-h-0 min-w-0 flex-1 flex-col">
      <header className="flex min-h-12 flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-4 py-2">
        <div className="min-w-0 flex-1">
          <h2 className="text-lg font-semibold">{title}</h2>
          {about && <p className="text-sm text-muted">{about}</p>}
        </div>
        {tools && <div className="flex flex-wrap items-center gap-2">{tools}</div>}
      </header>
      <div className={classes("min-h-0 flex-1", fills ? "flex" : "overflow-auto p-4")}>{children}</div>
    </section>
  );
}
