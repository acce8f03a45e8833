import { create } from "zustand";

/** The screens of the app; `pictures` is the one it starts with. */
export const SCREENS = [
  "pictures",
  "duplicates",
  "archive",
  "packages",
  "activity",
  "health",
  "models",
  "settings",
] as const;
export type Screen = (typeof SCREENS)[number];

interface Showing {
  screen: Screen;
  show: (screen: Screen) => void;
}

/** The screen that an address names after its `#/`; the first one where it names none. */
export function screenOf(hash: string): Screen {
  return SCREENS.find((screen) => hash === `#/${screen}`) ?? "pictures";
}

/** Which screen is shown; the address follows, so that a reload and the browser's way back keep to it. */
export const useScreen = create<Showing>()((set) => ({
  screen: screenOf(window.location.hash),
  show: (screen) => {
    if (screenOf(window.location.hash) !== screen) window.location.hash = `/${screen}`;
    set({ screen });
  },
}));

window.addEventListener("hashchange", () => useScreen.setState({ screen: screenOf(window.location.hash) }));
