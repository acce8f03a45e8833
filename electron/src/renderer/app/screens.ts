import { Activity, Copy, Cpu, HeartPulse, Images, type LucideIcon, Package, Settings2, Tags } from "lucide-react";
import { type ComponentType, lazy } from "react";
import type { Action } from "@/shared/actions";
import { SCREENS, type Screen, useScreen } from "@/shared/screens";
import type { TextKey } from "@/shared/text";

interface Place {
  label: TextKey;
  icon: LucideIcon;
  keys?: readonly string[];
  /** Loaded when it is first shown; the pictures are there from the start. */
  body?: ComponentType;
}

/** Every screen of the app, in the order of the rail. */
export const PLACES: Record<Screen, Place> = {
  pictures: { label: "app.go.pictures", icon: Images, keys: ["shift+1"] },
  duplicates: {
    label: "app.go.duplicates",
    icon: Copy,
    keys: ["shift+2"],
    body: lazy(() => import("@/features/duplicates")),
  },
  archive: { label: "app.go.archive", icon: Tags, keys: ["shift+3"], body: lazy(() => import("@/features/archive")) },
  packages: {
    label: "app.go.packages",
    icon: Package,
    keys: ["shift+4"],
    body: lazy(() => import("@/features/packages")),
  },
  activity: {
    label: "app.go.activity",
    icon: Activity,
    keys: ["shift+5"],
    body: lazy(() => import("@/features/activity")),
  },
  health: {
    label: "app.go.health",
    icon: HeartPulse,
    keys: ["shift+6"],
    body: lazy(() => import("@/features/health")),
  },
  models: { label: "app.go.models", icon: Cpu, keys: ["shift+7"], body: lazy(() => import("@/features/models")) },
  settings: {
    label: "app.go.settings",
    icon: Settings2,
    keys: ["mod+,"],
    body: lazy(() => import("@/features/settings")),
  },
};

/** One action for each screen, so that the palette and the keyboard reach it. */
export function goActions(): Action[] {
  return SCREENS.map((screen) => {
    const { body: _, ...place } = PLACES[screen];
    return { ...place, id: `go.${screen}`, group: "go", run: () => useScreen.getState().show(screen) };
  });
}
