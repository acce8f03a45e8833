import { Collections } from "./Collections";
import { Tags } from "./Tags";

/** What the user made of the library: collections and tags. */
export function LibraryPanel() {
  return (
    <div className="flex flex-col">
      <Collections />
      <Tags />
    </div>
  );
}
