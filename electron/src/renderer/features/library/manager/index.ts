export { TagManager as default } from "./TagManager";
