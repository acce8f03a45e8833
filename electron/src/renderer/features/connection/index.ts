export { Connection } from "./Connection";
