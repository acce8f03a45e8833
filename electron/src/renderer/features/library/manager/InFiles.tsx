import { useState } from "react";
import { useText } from "@/shared/text";
import { Select } from "@/shared/ui";
import { FromFiles } from "./FromFiles";
import { ToFiles } from "./ToFiles";

type Way = "out" | "in";

/** Tags in the text files beside the pictures: written there, or taken from there; always planned first. */
export function InFiles() {
  const t = useText();
  const [way, setWay] = useState<Way>("out");
  const ways: { value: Way; label: string }[] = [
    { value: "out", label: t("app.tag_files.out") },
    { value: "in", label: t("app.tag_files.in") },
  ];
  return (
    <div className="flex flex-col gap-4 p-4">
      <p className="text-sm text-muted">{t("app.tag_files.about")}</p>
      <Select label={t("app.tag_files.way")} value={way} options={ways} onChange={setWay} />
      {way === "out" ? <ToFiles /> : <FromFiles />}
    </div>
  );
}
