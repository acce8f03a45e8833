export { LibraryPanel } from "./LibraryPanel";
