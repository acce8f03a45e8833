import { Folder, FolderPlus, FolderX, RefreshCw, Square, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { change, filterValue, useSearch, withValue } from "@/features/search";
import { bridge, type DoneOf } from "@/shared/bridge";
import { useAsk } from "@/shared/data";
import { type Job, reasoned, share, useJobs } from "@/shared/jobs";
import { dayText, failureText, nameOf, numberText, useLanguage, useText } from "@/shared/text";
import { Button, classes, Dialog, DialogBody, DialogFoot, Field, IconButton, Section } from "@/shared/ui";
import { index } from "./indexing";
import { RootProblems } from "./RootProblems";
import { WatchSwitch } from "./WatchSwitch";

type Root = DoneOf<"roots">["payload"]["roots"][number];

/** The folders that were indexed: choose one to see it, bring one up to date, add another. */
export function Folders() {
  const t = useText();
  const [adding, setAdding] = useState(false);
  const { data } = useAsk("roots", {});
  const all = useJobs((store) => store.jobs);
  const jobs = all.filter(({ op, state }) => op === "index" && state === "running");
  const roots = data?.roots ?? [];
  const fresh = jobs.filter((job) => !roots.some(({ path }) => path === job.subject));
  const add = async () => {
    const chosen = await bridge.shell?.chooseFolder();
    if (chosen) void index(chosen);
    else if (!bridge.shell) setAdding(true);
  };
  return (
    <Section title={t("app.folders")}>
      <div className="-mx-2 flex flex-col">
        {roots.map((root) => (
          <Item key={root.path} root={root} job={jobs.find((job) => job.subject === root.path)} />
        ))}
        {fresh.map((job) => (
          <div key={job.id} className="px-2">
            <span className="block truncate">{nameOf(job.subject)}</span>
            <Going job={job} />
          </div>
        ))}
      </div>
      <Button icon={FolderPlus} onPress={() => void add()}>
        {t("app.folders.add")}
      </Button>
      <Dialog open={adding} onClose={() => setAdding(false)} title={t("app.folders.add")}>
        <Adding close={() => setAdding(false)} />
      </Dialog>
    </Section>
  );
}

function Item({ root, job }: { root: Root; job: Job | undefined }) {
  const t = useText();
  const language = useLanguage();
  const text = useSearch((search) => search.text);
  const { data } = useAsk("query_parse", { query: text }, { keep: true });
  const chosen = filterValue(data?.parsed.parts ?? [], "folder") === root.path;
  const [problems, setProblems] = useState(false);
  const Icon = root.exists ? Folder : FolderX;
  const told = root.exists
    ? root.indexed_at && t("app.folders.as_of", { day: dayText(root.indexed_at, language) })
    : t("app.folders.absent");
  return (
    <div data-root={root.path} className={classes("rounded-md hover:bg-hover", chosen && "bg-tint")}>
      <div className="flex items-center">
        <button
          type="button"
          aria-pressed={chosen}
          title={root.path}
          onClick={() => void change((query) => withValue(query, "folder", chosen ? null : root.path))}
          className="flex min-h-8 min-w-0 flex-1 items-center gap-2 px-2 text-left"
        >
          <Icon size={14} aria-hidden className="shrink-0 text-muted" />
          <span className="min-w-0 flex-1">
            <span className="block truncate">{nameOf(root.path)}</span>
            <span className="block truncate text-xs text-muted">{told}</span>
          </span>
          <span className="text-sm text-muted tabular-nums">{numberText(root.files, language)}</span>
        </button>
        {root.failed > 0 && (
          <span className="[&_svg]:text-danger">
            <IconButton
              icon={TriangleAlert}
              label={t("app.folders.failed", { count: root.failed })}
              onPress={() => setProblems(true)}
            />
          </span>
        )}
        <WatchSwitch path={root.path} on={root.watched} />
        {!job && root.exists && (
          <IconButton
            icon={RefreshCw}
            label={t("app.folders.update", { name: nameOf(root.path) })}
            onPress={() => void index(root.path)}
          />
        )}
      </div>
      {job && <Going job={job} />}
      {problems && <RootProblems path={root.path} onClose={() => setProblems(false)} />}
    </div>
  );
}

function Going({ job }: { job: Job }) {
  const t = useText();
  const language = useLanguage();
  const { processed, total, problems } = job;
  return (
    <div className="flex flex-col gap-1 px-2 pb-2">
      <div className="flex items-center gap-2">
        <div
          role="progressbar"
          aria-label={job.title}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={Math.round(share(job) * 100)}
          className="h-1 flex-1 rounded-full bg-line"
        >
          <div className="h-1 rounded-full bg-accent" style={{ width: `${share(job) * 100}%` }} />
        </div>
        <span className="text-xs text-muted tabular-nums">{`${numberText(processed, language)} / ${numberText(total, language)}`}</span>
        <IconButton icon={Square} label={t("app.folders.stop")} onPress={job.stop} />
      </div>
      {problems.length > 0 && (
        <details className="text-sm text-muted">
          <summary>{t("app.folders.failed", { count: problems.length })}</summary>
          {problems.map(reasoned).map(({ path, code }) => (
            <p key={path} data-selectable className="break-words" title={path}>
              {failureText({ code, path, about: null })}
            </p>
          ))}
        </details>
      )}
    </div>
  );
}

/** In a browser the path is typed, because a page may not look for folders. */
function Adding({ close }: { close: () => void }) {
  const t = useText();
  const [path, setPath] = useState("");
  const start = () => {
    if (!path.trim()) return;
    void index(path.trim());
    close();
  };
  return (
    <>
      <DialogBody>
        <Field
          label={t("app.folders.path")}
          value={path}
          onChange={setPath}
          onEnter={start}
          placeholder="/home/me/Pictures"
          autoFocus
        />
      </DialogBody>
      <DialogFoot>
        <Button onPress={close}>{t("app.cancel")}</Button>
        <Button look="accent" isDisabled={!path.trim()} onPress={start}>
          {t("app.folders.start")}
        </Button>
      </DialogFoot>
    </>
  );
}
