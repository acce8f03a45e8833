import { editAll } from "@/shared/data";
import { movable } from "../model/tags";
import type { Tag } from "../model/tree";

/** Let tags hang below another one, or with an empty name stand at the top. */
export async function hang(
  tags: readonly Tag[],
  names: readonly string[],
  parent: string,
  told: (count: number) => string,
): Promise<void> {
  const moved = movable(tags, names, parent);
  await editAll(
    "tag_save",
    moved.map((tag) => ({ tag, parent })),
    told,
  );
}
