import { Folders } from "@/features/folders";
import { Collections } from "./Collections";
import { Mentions } from "./Mentions";
import { Tags } from "./Tags";

/** What the library is made of: folders, collections, tags, and who is spoken of. */
export function LibraryPanel() {
  return (
    <div className="flex flex-col">
      <Folders />
      <Collections />
      <Tags />
      <Mentions />
    </div>
  );
}
