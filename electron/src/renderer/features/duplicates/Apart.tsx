import type { Operations } from "@contract";
import { Copy, ImageOff, Undo2 } from "lucide-react";
import { bridge } from "@/shared/bridge";
import { useAsk } from "@/shared/data";
import { dayText, failureOf, nameOf, numberText, useLanguage, useText } from "@/shared/text";
import { Blank, Busy, Button, Dialog, DialogBody, DialogFoot, FailureNote } from "@/shared/ui";
import { letTogether } from "./actions";
import { Windowed } from "./Windowed";

type Decision = Operations["duplicates_apart"]["done"]["decisions"][number];

const MOST = 1000;
const SHOWN = 4;
const ROW = 64;

/** What the user marked as no duplicates; each mark can be taken back. */
export function Apart({ onClose }: { onClose: () => void }) {
  const t = useText();
  const language = useLanguage();
  const { data, error } = useAsk("duplicates_apart", { limit: MOST }, { keep: true });
  const decisions = data?.decisions ?? [];
  return (
    <Dialog open onClose={onClose} title={t("app.duplicates.apart.title")} wide>
      <DialogBody>
        {error && <FailureNote failure={failureOf(error)} />}
        {!data && !error && <Busy label={t("app.loading")} />}
        {data?.total === 0 && <Blank icon={Copy} title={t("app.duplicates.apart.none")} />}
        {data && data.total > 0 && (
          <>
            <p className="text-muted">{t("app.duplicates.apart.about")}</p>
            {data.next !== null && (
              <p className="text-muted">
                {t("app.duplicates.apart.newest", {
                  count: numberText(decisions.length, language),
                  total: numberText(data.total, language),
                })}
              </p>
            )}
            <Windowed label={t("app.duplicates.apart.title")} count={decisions.length} height={ROW}>
              {(place) => {
                const one = decisions[place];
                return one && <Row decision={one} />;
              }}
            </Windowed>
          </>
        )}
      </DialogBody>
      <DialogFoot>
        <Button onPress={onClose}>{t("app.close")}</Button>
      </DialogFoot>
    </Dialog>
  );
}

function Row({ decision: { at, pictures } }: { decision: Decision }) {
  const t = useText();
  const language = useLanguage();
  const names = pictures.map(({ path }) => nameOf(path)).join(", ");
  return (
    <div className="flex h-full items-center gap-3 border-b border-line px-3" data-apart={names}>
      <div className="flex shrink-0 gap-1">
        {pictures
          .slice(0, SHOWN)
          .map(({ id, digest, thumbnail }) =>
            digest && thumbnail ? (
              <img key={id} src={bridge.thumb(digest)} alt="" className="size-11 rounded-sm object-contain" />
            ) : (
              <ImageOff key={id} size={16} aria-hidden className="m-auto text-muted" />
            ),
          )}
      </div>
      <div className="min-w-0 flex-1">
        <p className="truncate" title={pictures.map(({ path }) => path).join("\n")}>
          {names}
        </p>
        <p className="text-sm text-muted">
          {t("app.duplicates.pictures", { count: pictures.length })} · {dayText(at, language)}
        </p>
      </div>
      <Button
        look="quiet"
        icon={Undo2}
        aria-label={t("app.duplicates.apart.back_of", { names })}
        onPress={() => void letTogether(pictures.map(({ id }) => id))}
      >
        {t("app.duplicates.apart.back")}
      </Button>
    </div>
  );
}
