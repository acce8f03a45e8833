export { Activity as default } from "./Activity";
