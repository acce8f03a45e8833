import { lazy } from "react";

export { MOST_COMPARED, useViewer } from "./model/store";
/** Loaded when the first picture is opened. */
export const Viewer = lazy(() => import("./Viewer"));
