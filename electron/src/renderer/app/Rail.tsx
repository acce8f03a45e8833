import { SCREENS, useScreen } from "@/shared/screens";
import { useText } from "@/shared/text";
import { IconToggle } from "@/shared/ui";
import { PLACES } from "./screens";

/** The screens, one sign each, at the left edge. */
export function Rail() {
  const t = useText();
  const { screen: shown, show } = useScreen();
  return (
    <nav
      aria-label={t("app.go")}
      className="flex w-11 shrink-0 flex-col items-center gap-1 border-r border-line bg-panel py-2"
    >
      {SCREENS.map((screen) => {
        const { label, icon, keys } = PLACES[screen];
        return (
          <IconToggle
            key={screen}
            icon={icon}
            label={t(label)}
            keys={keys?.[0]}
            isSelected={screen === shown}
            onChange={() => show(screen)}
          />
        );
      })}
    </nav>
  );
}
