import { CircleCheck, Download, Play, RefreshCw, Unplug } from "lucide-react";
import { useState } from "react";
import type { DoneOf } from "@/shared/bridge";
import { forget, useAsk } from "@/shared/data";
import { bytesText, errorText, useLanguage, useText } from "@/shared/text";
import { Busy, Button, Chip, FailureNote, Field, Select } from "@/shared/ui";
import { JobLine, useModelJob } from "./JobLine";
import type { Model } from "./model/tiers";
import { install, setCaptions, use } from "./work";

type Seen = DoneOf<"captions_check">["payload"];
type Known = Seen["known"][number];
const MB = 1_000_000;

/** The server that writes captions: whether it answers, which models it has, and fetching one. */
export function CaptionServer({ models }: { models: readonly Model[] }) {
  const t = useText();
  const { data, isFetching } = useAsk("captions_check", {});
  if (!data) return <Busy label={t("app.models.looking")} />;
  return (
    <div className="flex flex-col gap-3 rounded-lg border border-line bg-panel p-3">
      <Address key={`${data.url} ${data.api}`} seen={data} />
      <div className="flex flex-wrap items-center gap-3">
        <State seen={data} />
        <Button icon={RefreshCw} isDisabled={isFetching} onPress={() => forget(["captions_check"])}>
          {t("app.models.look_again")}
        </Button>
        {isFetching && <Busy label={t("app.models.looking")} />}
      </div>
      {!data.reachable && data.api === "ollama" && <Starting url={data.url} />}
      {data.known.length > 0 && (
        <ul className="divide-y divide-line">
          {data.known.map((known) => (
            <KnownLine key={known.id} known={known} seen={data} model={models.find(({ id }) => id === known.id)} />
          ))}
        </ul>
      )}
      <Others seen={data} />
    </div>
  );
}

function Address({ seen }: { seen: Seen }) {
  const t = useText();
  const [url, setUrl] = useState(seen.url);
  const keep = () => {
    if (url.trim() && url.trim() !== seen.url) void setCaptions({ url: url.trim() });
  };
  const kinds = [
    { value: "ollama" as const, label: t("app.set.choice.ollama") },
    { value: "openai" as const, label: t("app.set.choice.openai") },
  ];
  return (
    <div className="flex flex-wrap items-end gap-3">
      <div className="flex w-80 max-w-full">
        <Field label={t("app.set.models_captions_url")} value={url} onChange={setUrl} onEnter={keep} />
      </div>
      <Button isDisabled={!url.trim() || url.trim() === seen.url} onPress={keep}>
        {t("app.save")}
      </Button>
      <div className="w-56">
        <Select
          label={t("app.set.models_captions_api")}
          value={seen.api}
          options={kinds}
          onChange={(api) => void setCaptions({ api })}
        />
      </div>
    </div>
  );
}

function State({ seen }: { seen: Seen }) {
  const t = useText();
  const Icon = seen.reachable ? CircleCheck : Unplug;
  return (
    <div role="status" data-reachable={seen.reachable} className="flex min-w-64 flex-1 items-start gap-2">
      <Icon
        size={16}
        aria-hidden
        className={seen.reachable ? "mt-0.5 shrink-0 text-accent" : "mt-0.5 shrink-0 text-danger"}
      />
      <div className="min-w-0">
        {seen.reachable ? t("app.models.answers", { count: seen.models.length }) : errorText(seen.code ?? "internal")}
        {seen.asked && (
          <span className="block text-sm text-muted">
            {seen.ready
              ? t("app.models.asked", { name: seen.asked })
              : t("app.models.asked_absent", { name: seen.asked })}
          </span>
        )}
        {seen.message && seen.code !== "caption_server_absent" && (
          <FailureNote
            titled
            failure={{ code: seen.code ?? "internal", path: null, about: null, detail: seen.message }}
          />
        )}
      </div>
    </div>
  );
}

/** What to do where no Ollama answers. */
function Starting({ url }: { url: string }) {
  const t = useText();
  return (
    <div className="rounded-md bg-raised p-3 text-sm text-muted">
      <p className="text-ink">{t("app.models.start_title")}</p>
      <ol className="ml-5 list-decimal">
        <li>{t("app.models.start_1")}</li>
        <li>{t("app.models.start_2", { url })}</li>
        <li>{t("app.models.start_3")}</li>
      </ol>
      <p className="mt-2">{t("app.models.start_without")}</p>
    </div>
  );
}

function KnownLine({ known, seen, model }: { known: Known; seen: Seen; model: Model | undefined }) {
  const t = useText();
  const language = useLanguage();
  const job = useModelJob("models_install", known.id);
  const inUse = seen.asked === known.name;
  const named = { id: known.id, title: known.title };
  const begin = async () => {
    if (model?.state !== "installed" && !(await install(named))) return;
    await use(known.id, known.title, ["MC"]);
  };
  const facts = [
    known.name,
    t("app.models.memory_of", { size: bytesText(known.memory_mb * MB, language) }),
    known.licence,
  ];
  return (
    <li data-caption-model={known.id} className="flex flex-col gap-2 py-2">
      <div className="flex flex-wrap items-center gap-3">
        <div className="min-w-64 flex-1">
          <p>{known.title}</p>
          <p className="text-xs text-muted">{facts.join(" · ")}</p>
        </div>
        {inUse && <Chip selected>{t("app.models.in_use")}</Chip>}
        {known.there && <Chip>{t("app.models.on_server")}</Chip>}
        {seen.reachable && !known.there && job?.state !== "running" && (
          <Button
            icon={Download}
            aria-label={t("app.models.download_of", { name: known.title })}
            onPress={() => void install(named)}
          >
            {t("app.models.download")}
          </Button>
        )}
        {known.there && !inUse && (
          <Button icon={Play} aria-label={t("app.models.use_of", { name: known.title })} onPress={() => void begin()}>
            {t("app.models.use")}
          </Button>
        )}
      </div>
      {job && job.state !== "done" && <JobLine job={job} />}
    </li>
  );
}

/** Models of the server that are not in the catalogue; any that looks at pictures can be asked. */
function Others({ seen }: { seen: Seen }) {
  const t = useText();
  const language = useLanguage();
  const others = seen.models.filter(({ name }) => !seen.known.some((known) => known.name === name));
  if (others.length === 0) return null;
  return (
    <section aria-label={t("app.models.others")} className="border-t border-line pt-2">
      <p className="text-sm text-muted">{t("app.models.others_about")}</p>
      <ul className="flex flex-col">
        {others.map(({ name, size }) => (
          <li key={name} className="flex min-h-9 items-center gap-3">
            <span className="min-w-0 flex-1 truncate">
              {name}
              {size > 0 && <span className="ml-2 text-sm text-muted">{bytesText(size, language)}</span>}
            </span>
            {seen.asked === name ? (
              <>
                <Chip selected>{t("app.models.in_use")}</Chip>
                <Button onPress={() => void setCaptions({ model: null })}>{t("app.models.use_no_more")}</Button>
              </>
            ) : (
              <Button aria-label={t("app.models.use_of", { name })} onPress={() => void setCaptions({ model: name })}>
                {t("app.models.use")}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
