import { Download, EllipsisVertical, FileCheck, FolderInput, Info, Play, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { useJobs } from "@/shared/jobs";
import { bytesText, coded, useLanguage, useText } from "@/shared/text";
import { Button, Chip, type Choice, FailureNote, IconButton, Menu } from "@/shared/ui";
import { Adding } from "./Adding";
import { Details } from "./Details";
import { Installing } from "./Installing";
import { JobLine, useModelJob } from "./JobLine";
import { chosenSlots, diskOf, isThere, type Model } from "./model/tiers";
import { Removing } from "./Removing";
import { SLOT_TEXTS, STATE_TEXTS } from "./words";
import { use, verify } from "./work";

type Open = "install" | "folder" | "remove" | "details" | null;
const MB = 1_000_000;

/** Every known model with what can be done about it. */
export function ModelList({ models }: { models: readonly Model[] }) {
  const t = useText();
  const [adding, setAdding] = useState(false);
  const others = useJobs(({ jobs }) => jobs).filter(
    ({ op, subject, state }) => op === "models_install" && state !== "done" && !models.some(({ id }) => id === subject),
  );
  return (
    <>
      <div className="flex">
        <Button icon={Plus} onPress={() => setAdding(true)}>
          {t("app.models.add")}
        </Button>
      </div>
      {others.map((job) => (
        <JobLine key={job.id} job={job} />
      ))}
      <ul className="divide-y divide-line rounded-lg border border-line bg-panel">
        {models.map((model) => (
          <Line key={model.id} model={model} />
        ))}
      </ul>
      {adding && <Adding close={() => setAdding(false)} />}
    </>
  );
}

function Line({ model }: { model: Model }) {
  const t = useText();
  const [open, setOpen] = useState<Open>(null);
  const installing = useModelJob("models_install", model.id);
  const verifying = useModelJob("models_verify", model.id);
  const close = () => setOpen(null);
  return (
    <li data-model={model.id} className="flex flex-col gap-2 px-3 py-2">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <About model={model} />
        <span className="flex flex-wrap gap-1">
          {model.serves.map((slot) => (
            <Chip key={slot} selected>
              {t(SLOT_TEXTS[slot].label)}
            </Chip>
          ))}
          <Chip>{t(STATE_TEXTS[model.state])}</Chip>
        </span>
        {!isThere(model) && installing?.state !== "running" && (
          <Button
            icon={Download}
            onPress={() => setOpen("install")}
            aria-label={t("app.models.install_of", { name: model.title })}
          >
            {t("app.models.install")}
          </Button>
        )}
        <Menu label={t("app.models.more", { name: model.title })} choices={choices(model, t, setOpen)}>
          <IconButton icon={EllipsisVertical} label={t("app.models.more", { name: model.title })} />
        </Menu>
      </div>
      {model.problem && (
        <FailureNote failure={{ code: "model_failed", path: null, about: null, detail: model.problem }} />
      )}
      {installing && installing.state !== "done" && <JobLine job={installing} />}
      {verifying?.state === "running" && <JobLine job={verifying} />}
      {verifying?.problems.map(({ path, reason }) => (
        <FailureNote key={path} failure={{ ...coded(reason, "corrupt"), path, about: null }} />
      ))}
      {(open === "install" || open === "folder") && (
        <Installing model={model} fromFolder={open === "folder"} close={close} />
      )}
      {open === "remove" && <Removing model={model} close={close} />}
      {open === "details" && <Details id={model.id} title={model.title} close={close} />}
    </li>
  );
}

function About({ model }: { model: Model }) {
  const t = useText();
  const language = useLanguage();
  const size = bytesText(diskOf(model), language);
  const facts = [
    model.slots.map((slot) => t(SLOT_TEXTS[slot].label)).join(", "),
    model.dimension > 0 && t("app.models.dimension", { count: model.dimension }),
    model.memory_mb > 0 && t("app.models.memory_of", { size: bytesText(model.memory_mb * MB, language) }),
    isThere(model) ? size : t("app.models.about_size", { size }),
    model.licence,
  ];
  return (
    <div className="min-w-64 flex-1">
      <p className="break-words">{model.title}</p>
      <p className="text-xs text-muted">{facts.filter(Boolean).join(" · ")}</p>
    </div>
  );
}

function choices(model: Model, t: ReturnType<typeof useText>, open: (what: Open) => void): Choice[] {
  const ours = model.state === "installed" || model.state === "damaged";
  const found: (Choice | false)[] = [
    ...(isThere(model)
      ? chosenSlots(model)
          .filter((slot) => !model.serves.includes(slot))
          .map((slot) => ({
            id: `use-${slot}`,
            label: t("app.models.use_for", { slot: t(SLOT_TEXTS[slot].label) }),
            icon: Play,
            run: () => void use(model.id, model.title, [slot]),
          }))
      : []),
    isThere(model) && { id: "verify", label: t("app.models.verify"), icon: FileCheck, run: () => void verify(model) },
    model.state !== "package" &&
      model.backend !== "ollama" && {
        id: "folder",
        label: t("app.models.from_folder"),
        icon: FolderInput,
        run: () => open("folder"),
      },
    ours && { id: "again", label: t("app.models.install_more"), icon: Download, run: () => open("install") },
    { id: "details", label: t("app.models.details"), icon: Info, run: () => open("details") },
    ours && { id: "remove", label: t("app.models.remove"), icon: Trash2, danger: true, run: () => open("remove") },
  ];
  return found.filter((one) => one !== false);
}
