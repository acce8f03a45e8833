import { overall, useJobs } from "@/shared/jobs";
import { SCREENS, useScreen } from "@/shared/screens";
import { percentText, useLanguage, useText } from "@/shared/text";
import { IconToggle } from "@/shared/ui";
import { PLACES } from "./screens";

/** The screens, one sign each, at the left edge. */
export function Rail() {
  const t = useText();
  const language = useLanguage();
  const { screen: shown, show } = useScreen();
  const { count, share } = overall(useJobs((store) => store.jobs));
  const done = share === null ? "" : ` · ${percentText(share, language)}`;
  const busy = `${t("app.activity.running", { count })}${done}`;
  return (
    <nav
      aria-label={t("app.go")}
      className="flex w-11 shrink-0 flex-col items-center gap-1 border-r border-line bg-panel py-2"
    >
      {SCREENS.map((screen) => {
        const { label, icon } = PLACES[screen];
        const working = screen === "activity" && count > 0;
        return (
          <span key={screen} className="relative">
            <IconToggle
              icon={icon}
              label={working ? `${t(label)}: ${busy}` : t(label)}
              action={`go.${screen}`}
              isSelected={screen === shown}
              onChange={() => show(screen)}
            />
            {working && <Ring count={count} share={share} />}
          </span>
        );
      })}
    </nav>
  );
}

const RADIUS = 14.5;
const AROUND = 2 * Math.PI * RADIUS;

/** How many jobs run and how far they are, around the sign of their screen; its label says it in words. */
function Ring({ count, share }: { count: number; share: number | null }) {
  return (
    <span aria-hidden data-running={count} className="pointer-events-none absolute inset-0">
      <svg
        viewBox="0 0 32 32"
        aria-hidden="true"
        className={`size-8 -rotate-90 ${share === null ? "animate-spin" : ""}`}
      >
        <circle cx="16" cy="16" r={RADIUS} fill="none" strokeWidth="2" className="stroke-line" />
        <circle
          cx="16"
          cy="16"
          r={RADIUS}
          fill="none"
          strokeWidth="2"
          strokeLinecap="round"
          strokeDasharray={AROUND}
          strokeDashoffset={AROUND * (1 - (share ?? 0.25))}
          className="stroke-accent"
        />
      </svg>
      <span className="absolute -top-1 -right-1 grid h-4 min-w-4 place-items-center rounded-full bg-accent px-1 text-xs leading-none text-on-accent tabular-nums">
        {count > 99 ? "99+" : count}
      </span>
    </span>
  );
}
