import type { OpName } from "@contract";
import { index } from "@/features/folders";
import type { PayloadOf } from "@/shared/bridge";
import { ask, forget } from "@/shared/data";
import { startJob } from "@/shared/jobs";
import { bytesText, LANGUAGES, numberText, text } from "@/shared/text";
import { tell } from "@/shared/ui";
import { anewCount, type ChosenSlot, type Model } from "./model/tiers";

type Named = Pick<Model, "id" | "title">;
type InstallOptions = Pick<PayloadOf<"models_install">, "source" | "precisions">;

/** What another model, or another one in memory, changes on the screen. */
const CHANGED: readonly OpName[] = ["models_list", "models_status", "captions_check", "settings_get", "data_places"];
const SEARCHED: readonly OpName[] = ["find", "db_stats"];

const spoken = () => LANGUAGES.find((one) => one === document.documentElement.lang) ?? "en-US";

/** Install a model; what came before a stop stays, and the next attempt goes on from there. */
export async function install({ id, title }: Named, options: InstallOptions = {}): Promise<boolean> {
  const done = await startJob(
    "models_install",
    { id, ...options },
    {
      title: text("app.models.installing", { name: title }),
      subject: id,
      // A second attempt, by the job itself, ends here too.
      told: ({ payload: { size } }) => {
        forget(CHANGED);
        // What a server fetched lies there, not here.
        return size > 0
          ? text("app.models.installed", { name: title, size: bytesText(size, spoken()) })
          : text("app.models.fetched", { name: title });
      },
    },
  );
  forget(CHANGED);
  return done !== null;
}

/** Read the files of a model again and say whether they are whole. */
export async function verify({ id, title }: Named): Promise<void> {
  await startJob(
    "models_verify",
    { id },
    {
      title: text("app.models.verifying", { name: title }),
      subject: id,
      told: ({ payload }) => text(payload.ok ? "app.models.whole" : "app.models.not_whole", { name: title }),
    },
  );
  forget(CHANGED);
}

export async function remove({ id, title }: Named): Promise<void> {
  const done = await ask("models_remove", { id });
  forget(CHANGED);
  if (done) tell({ message: text("app.models.removed", { name: title, size: bytesText(done.freed, spoken()) }) });
}

/** Let a model or a tier serve from now on; says how much is to be made anew, and offers to begin. */
export async function use(id: string, name: string, slots: readonly ChosenSlot[] = []): Promise<boolean> {
  const done = await ask("models_use", { id, ...(slots.length ? { slots: [...slots] } : {}) });
  forget([...CHANGED, ...SEARCHED]);
  if (!done) return false;
  const count = anewCount(done.anew);
  if (count === 0) tell({ message: text("app.models.used", { name }) });
  else
    tell({
      message: text("app.models.used_anew", { name, count, number: numberText(count, spoken()) }),
      action: { label: text("app.models.index_now"), run: () => void indexAll() },
    });
  return true;
}

export async function load(slot: PayloadOf<"models_load">["slot"]): Promise<void> {
  await ask("models_load", { slot });
  forget(["models_status"]);
}

export async function unload(slot?: PayloadOf<"models_load">["slot"]): Promise<void> {
  await ask("models_unload", slot ? { slot } : {});
  forget(["models_status"]);
}

/** Change the server of captions, or what is asked of it. */
export async function setCaptions(changes: Readonly<Record<string, string | null>>): Promise<boolean> {
  const rows = Object.entries(changes).map(([key, value]) => ({ key: `models.captions.${key}`, value }));
  const done = await ask("settings_set", { changes: rows });
  forget(CHANGED);
  return done !== null;
}

async function indexAll(): Promise<void> {
  const found = await ask("roots", {});
  for (const { path, exists } of found?.roots ?? []) if (exists) await index(path);
}
