import { FolderOpen, PackageCheck, PackagePlus, Scale } from "lucide-react";
import { chosenIds } from "@/features/results";
import { useSearch } from "@/features/search";
import { bridge } from "@/shared/bridge";
import { useAsk } from "@/shared/data";
import { JobLine, useJobs } from "@/shared/jobs";
import { nameOf, numberText, type TextKey, useLanguage, useText } from "@/shared/text";
import { Button, Check, Field, Select } from "@/shared/ui";
import { exportPackage } from "./actions";
import { Contents } from "./Contents";
import { Failure } from "./Failure";
import { collectionPath, exportPayload, suggestedName, WHAT, type What, withSuffix } from "./model/form";
import { usePackages } from "./model/store";

const WHAT_TEXTS: Record<What, TextKey> = {
  library: "app.packages.what.library",
  folder: "app.packages.what.folder",
  collection: "app.packages.what.collection",
  query: "app.packages.what.query",
  ids: "app.packages.what.ids",
};

/** Write a package: what goes in, where to, how large it would be, and then the file. */
export function Exporting() {
  const t = useText();
  const { form, told, written, ask } = usePackages();
  const ids = chosenIds();
  const payload = exportPayload(form, ids);
  const target = withSuffix(form.path);
  const last = useJobs(({ jobs }) => jobs.findLast(({ op, subject }) => op === "package_export" && subject === target));
  const job = last?.state === "running" ? last : undefined;
  return (
    <div className="mx-auto grid max-w-5xl gap-6 p-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <div className="flex min-w-0 flex-col gap-4">
        <Chosen ids={ids} />
        <fieldset className="flex flex-col gap-1">
          <legend className="mb-1 text-sm text-muted">{t("app.packages.goes_along")}</legend>
          <Check selected={form.thumbnails} onChange={(on) => ask({ thumbnails: on })}>
            {t("app.packages.thumbnails")}
          </Check>
          <Check selected={form.vectors} onChange={(on) => ask({ vectors: on })}>
            {t("app.packages.vectors")}
          </Check>
          <Check selected={form.notes} onChange={(on) => ask({ notes: on })}>
            {t("app.packages.notes")}
          </Check>
          <Check selected={form.share} onChange={(on) => ask({ share: on })}>
            {t("app.packages.share")}
          </Check>
          {form.share && (
            <div className="flex flex-col gap-1 pl-6">
              <p className="px-1 text-sm text-muted">{t("app.packages.share_about")}</p>
              <Check selected={form.names} onChange={(on) => ask({ names: on })}>
                {t("app.packages.names")}
              </Check>
            </div>
          )}
        </fieldset>
        <Target />
        <div className="flex flex-wrap gap-2">
          <Button
            icon={Scale}
            isDisabled={!payload || job !== undefined}
            onPress={() => payload && void exportPackage(payload, true)}
          >
            {t("app.packages.weigh")}
          </Button>
          <Button
            look="accent"
            icon={PackagePlus}
            isDisabled={!payload || job !== undefined}
            onPress={() => payload && void exportPackage(payload, false)}
          >
            {t("app.packages.write")}
          </Button>
        </div>
        {job && <JobLine job={job} />}
        <Failure last={last} />
      </div>
      <section aria-label={t("app.packages.contents")} className="min-w-0 rounded-lg border border-line bg-panel p-4">
        {told ? (
          <Contents told={told} title={written ? t("app.packages.done_title") : t("app.packages.would_title")} />
        ) : (
          <div className="flex h-full flex-col items-center justify-center gap-2 text-center text-muted">
            <PackageCheck size={28} strokeWidth={1.25} aria-hidden />
            <p>{t("app.packages.not_weighed")}</p>
          </div>
        )}
        {told && written && bridge.shell && (
          <Button icon={FolderOpen} onPress={() => bridge.shell?.reveal(told.path)}>
            {t("app.packages.reveal")}
          </Button>
        )}
      </section>
    </div>
  );
}

/** What goes in: all, or one part of the library. */
function Chosen({ ids }: { ids: readonly number[] }) {
  const t = useText();
  const language = useLanguage();
  const text = useSearch((search) => search.text);
  const { form, ask } = usePackages();
  const roots = useAsk("roots", {}).data?.roots ?? [];
  const collections = useAsk("collection_list", {}).data?.collections ?? [];
  const count = numberText(ids.length, language);
  const options = WHAT.filter((what) => what !== "ids" || ids.length > 0).map((what) => ({
    value: what,
    label: what === "ids" ? t(WHAT_TEXTS.ids, { count: ids.length, shown: count }) : t(WHAT_TEXTS[what]),
  }));
  const choose = (what: What) => {
    const query = form.query || text;
    const folder = form.folder || (roots[0]?.path ?? "");
    ask({ what, query, folder, collection: form.collection ?? collections[0]?.id ?? null });
  };
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Select label={t("app.packages.what")} value={form.what} options={options} onChange={choose} />
      {form.what === "folder" && (
        <Field
          label={t("app.packages.folder")}
          value={form.folder}
          onChange={(folder) => ask({ folder })}
          list="package-roots"
        />
      )}
      <datalist id="package-roots">
        {roots.map(({ path }) => (
          <option key={path} value={path} />
        ))}
      </datalist>
      {form.what === "collection" &&
        (collections.length > 0 ? (
          <Select
            label={t("app.packages.collection")}
            value={`${form.collection ?? ""}`}
            options={collections.map(({ id }) => ({ value: `${id}`, label: collectionPath(collections, id) }))}
            onChange={(id) => ask({ collection: Number(id) })}
          />
        ) : (
          <p className="self-end pb-1 text-muted">{t("app.packages.no_collections")}</p>
        ))}
      {form.what === "query" && (
        <Field
          label={t("app.packages.query")}
          value={form.query}
          onChange={(query) => ask({ query })}
          placeholder="rating:>=4"
        />
      )}
    </div>
  );
}

/** Where the file is written. */
function Target() {
  const t = useText();
  const { form, ask } = usePackages();
  const collections = useAsk("collection_list", {}).data?.collections ?? [];
  const named = {
    library: "",
    ids: "",
    folder: nameOf(form.folder),
    collection: collections.find(({ id }) => id === form.collection)?.name ?? "",
    query: form.query,
  }[form.what];
  const choose = async () => {
    const chosen = await bridge.shell?.chooseTarget(suggestedName(named));
    // The system has asked already whether a file that is there may be written over.
    if (chosen) ask({ path: chosen, replace: true });
  };
  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-end gap-2">
        <Field
          label={t("app.packages.target")}
          value={form.path}
          onChange={(path) => ask({ path, replace: false })}
          placeholder={`/home/me/${suggestedName(named)}`}
        />
        {bridge.shell && <Button onPress={() => void choose()}>{t("app.choose")}</Button>}
      </div>
      <Check selected={form.replace} onChange={(replace) => ask({ replace })}>
        {t("app.packages.replace")}
      </Check>
    </div>
  );
}
