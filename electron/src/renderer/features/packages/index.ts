export { Packages as default } from "./Packages";
