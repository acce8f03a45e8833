export { FilterPanel } from "./FilterPanel";
