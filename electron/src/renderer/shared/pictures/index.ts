export { loadPicture } from "./load";
export { Turns } from "./turns";
