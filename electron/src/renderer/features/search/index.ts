export { Chips } from "./Chips";
export { DropZone } from "./DropZone";
export { droppedOf, pictureOf } from "./model/dropped";
export { useHistory } from "./model/history";
export { filterValue, filterValues, withSort, withToggled, withValue } from "./model/parts";
export { AXES, type Axis, brought, change, useSearch, type Weights } from "./model/store";
export { type Like, MOST_WELLS, pictureLike } from "./model/wells";
export { focusSearch, SearchBox } from "./SearchBox";
export { useAsked } from "./useAsked";
