import { RotateCw } from "lucide-react";
import { useAsk } from "@/shared/data";
import { ProblemList } from "@/shared/jobs";
import { failureOf, nameOf, useText } from "@/shared/text";
import { Busy, Button, Dialog, DialogBody, DialogFoot, FailureNote } from "@/shared/ui";
import { index } from "./indexing";

const MOST = 10_000;

/** Which files of a folder could not be read or were left out, and why; what failed can be tried again. */
export function RootProblems({ path, onClose }: { path: string; onClose: () => void }) {
  const t = useText();
  const { data, error } = useAsk("root_problems", { folder: path, limit: MOST });
  const name = nameOf(path);
  const again = () => {
    void index(path, { retry: true });
    onClose();
  };
  return (
    <Dialog open onClose={onClose} title={t("app.folders.problems", { name })} wide>
      <DialogBody>
        {!data && !error && <Busy label={t("app.loading")} />}
        {error && (
          <div role="alert">
            <FailureNote failure={failureOf(error)} />
          </div>
        )}
        {data && (
          <>
            <p>{t("app.folders.problems_of", { count: data.failed, skipped: data.skipped })}</p>
            <ProblemList problems={data.problems} label={t("app.folders.problems", { name })} />
          </>
        )}
      </DialogBody>
      <DialogFoot>
        <Button onPress={onClose}>{t("app.close")}</Button>
        <Button look="accent" icon={RotateCw} isDisabled={!data?.failed} onPress={again}>
          {t("app.folders.retry")}
        </Button>
      </DialogFoot>
    </Dialog>
  );
}
