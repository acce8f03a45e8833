import { Folders } from "@/features/folders";
import { Collections } from "./Collections";
import { Tags } from "./Tags";

/** What the library is made of: folders, collections and tags. */
export function LibraryPanel() {
  return (
    <div className="flex flex-col">
      <Folders />
      <Collections />
      <Tags />
    </div>
  );
}
