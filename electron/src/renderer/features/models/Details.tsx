import { useAsk } from "@/shared/data";
import { bytesText, useLanguage, useText } from "@/shared/text";
import { Busy, Dialog, DialogBody } from "@/shared/ui";

/** Everything about one model: where it comes from, its files with their digests, its key. */
export function Details({ id, title, close }: { id: string; title: string; close: () => void }) {
  const t = useText();
  const language = useLanguage();
  const { data } = useAsk("models_show", { id });
  const model = data?.model;
  const source = Object.values(model?.source ?? {}).filter(Boolean);
  const facts = model && [
    { label: t("app.models.id"), value: model.id },
    { label: t("app.models.source"), value: source.join(" · ") },
    { label: t("app.models.precision"), value: model.precisions.join(", ") },
    { label: t("app.models.folder"), value: model.folder || "–" },
    { label: t("app.models.key"), value: model.version_key },
  ];
  return (
    <Dialog open onClose={close} title={title} wide>
      <DialogBody>
        {!facts && <Busy label={t("app.loading")} />}
        <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
          {facts?.map(({ label, value }) => (
            <div key={label} className="col-span-2 grid grid-cols-subgrid">
              <dt className="text-muted">{label}</dt>
              <dd data-selectable className="break-all">
                {value}
              </dd>
            </div>
          ))}
        </dl>
        <ul className="flex flex-col gap-1 text-sm">
          {model?.files.map(({ name, size, sha256 }) => (
            <li key={name} className="flex flex-wrap gap-x-3">
              <span className="break-all">{name}</span>
              <span className="text-muted">{bytesText(size, language)}</span>
              <span data-selectable className="text-xs break-all text-muted">
                {sha256}
              </span>
            </li>
          ))}
        </ul>
      </DialogBody>
    </Dialog>
  );
}
