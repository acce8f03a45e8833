export { type How, LayerTree } from "./LayerTree";
export { AS_STORED, changed, type Eyes, type Layer } from "./model/eyes";
export { BLENDS } from "./model/look";
