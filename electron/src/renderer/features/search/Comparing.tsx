import { FileImage, ImageMinus, ImagePlus } from "lucide-react";
import { useRef, useState } from "react";
import { tellError } from "@/shared/data";
import { useText } from "@/shared/text";
import { Button, Field, IconButton, Panel } from "@/shared/ui";
import { brought, useSearch } from "./model/store";

/** A button for words and pictures from outside that results shall be like or unlike, beside the query. */
export function Comparing() {
  const t = useText();
  return (
    <Panel label={t("app.wells")} body={(close) => <Body close={close} />}>
      <IconButton icon={ImagePlus} label={t("app.wells")} />
    </Panel>
  );
}

function Body({ close }: { close: () => void }) {
  const t = useText();
  const add = useSearch((search) => search.add);
  const [words, setWords] = useState("");
  const file = useRef<HTMLInputElement>(null);
  const asked = words.trim();
  const compare = (minus: boolean) => {
    if (!asked) return;
    add({ kind: "words", words: asked }, minus);
    close();
  };
  const take = async (picture: File | undefined) => {
    close();
    if (picture) add(await brought(picture));
  };
  return (
    <>
      <p className="text-sm text-muted">{t("app.wells.about")}</p>
      <Field
        label={t("app.wells.words")}
        value={words}
        onChange={setWords}
        onEnter={() => compare(false)}
        placeholder={t("app.wells.words_example")}
        autoFocus
      />
      <Button icon={ImagePlus} isDisabled={!asked} onPress={() => compare(false)}>
        {t("app.wells.more")}
      </Button>
      <Button icon={ImageMinus} isDisabled={!asked} onPress={() => compare(true)}>
        {t("app.wells.less")}
      </Button>
      <Button icon={FileImage} onPress={() => file.current?.click()}>
        {t("app.wells.choose")}
      </Button>
      <input
        ref={file}
        type="file"
        hidden
        accept="image/*,.psd,.psb"
        aria-label={t("app.wells.choose")}
        onChange={(event) => take(event.target.files?.[0]).catch(tellError)}
      />
    </>
  );
}
