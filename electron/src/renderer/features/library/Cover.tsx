import { Image } from "lucide-react";
import { bridge } from "@/shared/bridge";
import { useAsk } from "@/shared/data";
import { classes } from "@/shared/ui";

/** The picture that stands for a collection, small. */
export function Cover({ picture, large = false }: { picture: number; large?: boolean }) {
  const { data } = useAsk("picture", { id: picture }, { keep: true });
  const size = large ? "size-14" : "size-5";
  if (!data?.digest || !data.thumbnail) return <Image size={14} aria-hidden className="shrink-0 text-muted" />;
  return (
    <img
      src={bridge.thumb(data.digest)}
      alt=""
      draggable={false}
      data-cover={picture}
      className={classes("shrink-0 rounded-sm object-cover", size)}
    />
  );
}
