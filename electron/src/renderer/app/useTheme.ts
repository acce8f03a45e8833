import { useLayoutEffect } from "react";
import { themeOf, useSettings } from "@/shared/settings";

/** Draw in the theme of the settings, and follow the system where they say so. */
export function useTheme(): void {
  const theme = useSettings((settings) => settings.theme);
  useLayoutEffect(() => {
    const light = window.matchMedia("(prefers-color-scheme: light)");
    const draw = () => {
      document.documentElement.dataset.theme = themeOf(theme, light.matches);
    };
    draw();
    light.addEventListener("change", draw);
    return () => light.removeEventListener("change", draw);
  }, [theme]);
}
