export { Chips } from "./Chips";
export { DropZone } from "./DropZone";
export { useHistory } from "./model/history";
export { filterValue, filterValues, withSort, withToggled, withValue } from "./model/parts";
export { AXES, type Axis, change, useSearch, type Weights } from "./model/store";
export { focusSearch, SearchBox } from "./SearchBox";
