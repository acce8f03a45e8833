export { Folders } from "./Folders";
