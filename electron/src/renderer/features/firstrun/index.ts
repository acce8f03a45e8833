import { lazy } from "react";

export { useGuide } from "./model/guide";

/** Loaded when it is first shown. */
export const Guide = lazy(() => import("./Guide"));
