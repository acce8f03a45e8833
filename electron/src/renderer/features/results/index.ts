export { droppedPictures, PICTURES } from "./drag";
export { addTags, addTo, rate, removeTag } from "./edits";
export { Finding, useFound } from "./Finding";
export { chosenIds, useSelection } from "./model/selection";
export { chosenPictures } from "./model/shown";
export { ResultsPane } from "./ResultsPane";
export { Thumb } from "./Tile";
export { type Results, useSight } from "./useResults";
export { Why } from "./Why";
