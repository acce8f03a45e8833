export { Archive as default } from "./Archive";
