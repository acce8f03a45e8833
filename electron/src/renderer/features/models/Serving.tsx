import { useState } from "react";
import { useAsk } from "@/shared/data";
import { useText } from "@/shared/text";
import { Busy, Button } from "@/shared/ui";
import { residentOf } from "./model/memory";
import { type Model, SLOTS, type Slot } from "./model/tiers";
import { SLOT_TEXTS } from "./words";
import { load, unload } from "./work";

/** Which model serves which slot now, and whether it is in memory. */
export function Serving({ models }: { models: readonly Model[] }) {
  const { data } = useAsk("models_status", {});
  const { data: server } = useAsk("captions_check", {});
  // A name of the server's own takes the place of the catalogue's model.
  const asked = server && !server.known.some(({ name }) => name === server.asked) ? server.asked : "";
  return (
    <ul className="divide-y divide-line rounded-lg border border-line bg-panel">
      {SLOTS.map((slot) => {
        const model = models.find((one) => one.serves.includes(slot));
        const resident = Boolean(data && model && residentOf(data, model.id));
        const title = (slot === "MC" && asked) || model?.title;
        return <Line key={slot} slot={slot} title={title} resident={resident} />;
      })}
    </ul>
  );
}

function Line({ slot, title, resident }: { slot: Slot; title: string | undefined; resident: boolean }) {
  const t = useText();
  const [busy, setBusy] = useState(false);
  const { label, about } = SLOT_TEXTS[slot];
  const name = t(label);
  const run = async (work: (slot: Slot) => Promise<void>) => {
    setBusy(true);
    await work(slot);
    setBusy(false);
  };
  return (
    <li data-slot-name={slot} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-3 py-2">
      <span className="w-56 shrink-0">
        {name}
        <span className="block text-xs text-muted">{t(about)}</span>
      </span>
      <span className="min-w-48 flex-1">
        {title ?? t("app.models.nobody")}
        <span className="block text-xs text-muted">
          {resident ? t("app.models.resident") : t("app.models.not_resident")}
        </span>
      </span>
      {busy && <Busy label={t("app.models.working")} />}
      {resident ? (
        <Button
          isDisabled={busy}
          aria-label={t("app.models.unload_of", { slot: name })}
          onPress={() => void run(unload)}
        >
          {t("app.models.unload")}
        </Button>
      ) : (
        <Button
          isDisabled={busy || !title}
          aria-label={t("app.models.load_of", { slot: name })}
          onPress={() => void run(load)}
        >
          {t("app.models.load")}
        </Button>
      )}
    </li>
  );
}
