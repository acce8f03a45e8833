export { Models as default } from "./Models";
