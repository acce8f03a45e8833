import type { Results } from "@/features/results";
import { Compare } from "./Compare";
import { Lightbox } from "./Lightbox";
import { useViewer } from "./model/store";

/** What is looked at in full size, above everything else. */
export default function Viewer({ results }: { results: Results }) {
  const showing = useViewer((viewer) => viewer.showing);
  if (showing.mode === "one") return <Lightbox results={results} place={showing.place} />;
  if (showing.mode === "compare") return <Compare pictures={showing.pictures} />;
  return null;
}
