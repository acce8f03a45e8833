import { Copy, FolderSearch } from "lucide-react";
import { bridge, type DoneOf } from "@/shared/bridge";
import { useAsk } from "@/shared/data";
import { bytesText, nameOf, type TextKey, text, useLanguage, useText } from "@/shared/text";
import { Chip, IconButton, tell } from "@/shared/ui";

type Place = DoneOf<"data_places">["payload"]["places"][number];

const NAMES: Record<Place["name"], TextKey> = {
  library: "app.places.library",
  thumbnails: "app.places.thumbnails",
  backups: "app.places.backups",
  settings: "app.places.settings",
  models: "app.places.models",
  cache: "app.places.cache",
};
const REASONS: Record<Place["why"], TextKey> = {
  default: "app.places.why.default",
  portable: "app.places.why.portable",
  file: "app.places.why.file",
  environment: "app.places.why.environment",
  argument: "app.places.why.argument",
  beside: "app.places.why.beside",
};

/** Where library, models and caches lie, how large they are, and how a library is moved. */
export function Places() {
  const t = useText();
  const { data } = useAsk("data_places", {});
  const library = data?.places.find(({ name }) => name === "library");
  return (
    <section aria-label={t("app.places")}>
      <h3 className="pt-4 pb-1 font-medium">{t("app.places")}</h3>
      <p className="text-sm text-muted">{t("app.places.about")}</p>
      {data?.portable && (
        <p className="text-sm text-muted break-all">{t("app.places.portable", { folder: data.portable })}</p>
      )}
      <ul className="mt-2 divide-y divide-line rounded-lg border border-line bg-panel">
        {data?.places.map((place) => (
          <Line key={place.name} place={place} />
        ))}
      </ul>
      {library && <Moving library={library} />}
    </section>
  );
}

function Line({ place }: { place: Place }) {
  const t = useText();
  const language = useLanguage();
  const name = t(NAMES[place.name]);
  const size = { size: bytesText(place.bytes, language), free: bytesText(place.free, language) };
  return (
    <li data-place={place.name} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-3 py-2">
      <span className="w-32 shrink-0">{name}</span>
      <span className="min-w-48 flex-1">
        <span data-selectable className="block text-sm break-all">
          {place.path}
        </span>
        <span className="flex flex-wrap items-center gap-x-3 text-xs text-muted">
          <span>{place.exists ? t("app.places.size", size) : t("app.places.absent")}</span>
          <span>{t(REASONS[place.why])}</span>
          {!place.writable && <Chip>{t("app.places.read_only")}</Chip>}
        </span>
      </span>
      {bridge.shell ? (
        <IconButton
          icon={FolderSearch}
          label={t("app.places.reveal", { name })}
          isDisabled={!place.exists}
          onPress={() => bridge.shell?.reveal(place.path)}
        />
      ) : (
        <IconButton icon={Copy} label={t("app.places.copy", { name })} onPress={() => void copy(place.path)} />
      )}
    </li>
  );
}

/** How a library is moved by hand, since nobody moves it here. */
function Moving({ library }: { library: Place }) {
  const t = useText();
  const given = library.why === "environment" || library.why === "argument";
  return (
    <details className="mt-2 text-sm">
      <summary className="w-fit rounded-md py-1">{t("app.places.move")}</summary>
      <div className="flex max-w-prose flex-col gap-2 py-2 text-muted">
        <p>{t("app.places.move_never")}</p>
        <ol className="ml-5 list-decimal">
          <li>{t("app.places.move_1")}</li>
          <li>{t("app.places.move_2", { name: nameOf(library.path) })}</li>
          <li>{given ? t("app.places.move_given") : t("app.places.move_3")}</li>
        </ol>
        <p>{t("app.places.move_back")}</p>
      </div>
    </details>
  );
}

async function copy(path: string): Promise<void> {
  await navigator.clipboard.writeText(path);
  tell({ message: text("app.places.copied") });
}
