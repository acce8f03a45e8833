export { Duplicates as default } from "./Duplicates";
