import type { How, Layer } from "@/features/layers";
import { useSearch } from "@/features/search";
import type { FoundPicture } from "@/shared/data";
import { nameOf, text } from "@/shared/text";
import { tell } from "@/shared/ui";
import { useViewer } from "./model/store";

/** Search by a layer alone, and go to what is found; or let it count beside what is asked for, and stay. */
export function searchByLayer(picture: FoundPicture, layer: Layer, how: How): void {
  const { add, by } = useSearch.getState();
  const { close } = useViewer.getState();
  const name = `${layer.name} · ${nameOf(picture.path)}`;
  const like = { kind: "layer", id: picture.id, layer: layer.id, name } as const;
  if (how === "only") {
    by(like);
    close();
    return;
  }
  add(like, how === "less");
  tell({
    message: text(how === "less" ? "app.layers.less_told" : "app.layers.more_told", { name: layer.name }),
    action: { label: text("app.layers.go_found"), run: close },
  });
}
