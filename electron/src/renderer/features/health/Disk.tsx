import { useAsk } from "@/shared/data";
import { bytesText, type TextKey, useLanguage, useText } from "@/shared/text";
import { Busy, Button, Meter } from "@/shared/ui";
import { checkAll, useChecked } from "./checking";
import { type DiskPlace, places, tablesOf } from "./model/findings";

const PLACES: Record<DiskPlace, { label: TextKey; about: TextKey }> = {
  library: { label: "app.health.disk.library", about: "app.health.disk.library_about" },
  thumbnails: { label: "app.health.disk.thumbnails", about: "app.health.disk.thumbnails_about" },
  codes: { label: "app.health.disk.codes", about: "app.health.disk.codes_about" },
  backups: { label: "app.health.disk.backups", about: "app.health.disk.backups_about" },
  models: { label: "app.health.disk.models", about: "app.health.disk.models_about" },
  cache: { label: "app.health.disk.cache", about: "app.health.disk.cache_about" },
};
const TABLES: Record<string, TextKey> = {
  vectors: "app.health.table.vectors",
  keywords: "app.health.table.keywords",
  prompts: "app.health.table.prompts",
  layers: "app.health.table.layers",
  captions: "app.health.table.captions",
  suggestions: "app.health.table.suggestions",
  yours: "app.health.table.yours",
  journal: "app.health.table.journal",
  pictures: "app.health.table.pictures",
  other: "app.health.table.other",
  unused: "app.health.table.unused",
  log: "app.health.table.log",
};

/** What the library and what lies beside it take on the disk. */
export function Disk() {
  const t = useText();
  const language = useLanguage();
  const quick = useAsk("health", { quick: true });
  const { found } = useChecked();
  const disk = quick.data?.disk ?? found?.disk;
  if (!disk)
    return (
      <div className="p-4">
        <Busy label={t("app.loading")} />
      </div>
    );
  const rows = places(disk);
  const all = rows.reduce((sum, { bytes }) => sum + bytes, 0);
  const tables = tablesOf(found?.disk ?? disk);
  return (
    <div className="mx-auto flex max-w-4xl flex-col gap-6 p-4">
      <p>
        <span className="text-xl font-medium tabular-nums">{bytesText(all, language)}</span>
        <span className="ml-3 text-muted">{t("app.health.disk.free", { size: bytesText(disk.free, language) })}</span>
      </p>
      <ul className="flex flex-col gap-3">
        {rows.map(({ place, bytes }) => (
          <Bar
            key={place}
            label={t(PLACES[place].label)}
            about={t(PLACES[place].about)}
            bytes={bytes}
            share={bytes / all}
          />
        ))}
      </ul>
      <section className="flex flex-col gap-3">
        <h3 className="font-medium text-muted">{t("app.health.disk.inside")}</h3>
        {tables.length === 0 ? (
          <p className="flex items-center gap-3 text-sm text-muted">
            {t("app.health.disk.not_read")}
            <Button onPress={() => void checkAll()}>{t("app.health.check_all")}</Button>
          </p>
        ) : (
          <ul className="flex flex-col gap-2">
            {tables.map(({ kind, bytes }) => {
              const label = TABLES[kind];
              return <Bar key={kind} label={label ? t(label) : kind} bytes={bytes} share={bytes / disk.library} />;
            })}
          </ul>
        )}
      </section>
    </div>
  );
}

function Bar({ label, about, bytes, share }: { label: string; about?: string; bytes: number; share: number }) {
  const language = useLanguage();
  return (
    <li className="flex flex-col gap-1">
      <span className="flex items-baseline gap-3">
        <span>{label}</span>
        {about && (
          <span className="min-w-0 flex-1 truncate text-sm text-muted" title={about}>
            {about}
          </span>
        )}
        <span className="ml-auto text-muted tabular-nums">{bytesText(bytes, language)}</span>
      </span>
      <Meter label={label} share={Math.min(share, 1)} />
    </li>
  );
}
