export { Folders } from "./Folders";
export { index } from "./indexing";
