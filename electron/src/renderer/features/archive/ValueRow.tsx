import { Crosshair, X } from "lucide-react";
import { type DragEvent, useState } from "react";
import { useText } from "@/shared/text";
import { Chip, classes, Field, IconButton, IconToggle } from "@/shared/ui";
import { carriesTag, droppedTag } from "./drag";
import { tagsOf, type Value, valueNamed, withoutTag, withoutValue, withTag } from "./model/draft";
import { useArchive } from "./model/store";

/** A value with its tags; a tag that is dropped on it is one more that a picture must have. */
export function ValueRow({ variable, value }: { variable: number; value: Value }) {
  const t = useText();
  const { aim, change, set } = useArchive();
  const [over, setOver] = useState(false);
  const [typed, setTyped] = useState("");
  const { id, name, tags } = value;
  const aimed = aim?.value === id;
  const take = () => set({ aim: { variable, value: id } });
  const drag = (event: DragEvent) => {
    if (!carriesTag(event)) return;
    event.preventDefault();
    event.stopPropagation();
    setOver(true);
  };
  const drop = (event: DragEvent) => {
    event.stopPropagation();
    setOver(false);
    const tag = droppedTag(event);
    if (tag) change((draft) => withTag(draft, id, [tag]));
  };
  const add = () => {
    change((draft) => withTag(draft, id, tagsOf(typed)));
    setTyped("");
  };
  const called = name || t("app.archive.value.unnamed");
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping has a twin, the aim and a press on a tag
    <div
      data-value={name}
      onDragOver={drag}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      onFocus={() => !aimed && take()}
      className={classes(
        "flex items-start gap-2 rounded-md border p-1",
        over || aimed ? "border-accent bg-tint" : "border-transparent",
      )}
    >
      <IconToggle
        icon={Crosshair}
        label={t("app.archive.value.aim", { name: called })}
        isSelected={aimed}
        onChange={(on) => set({ aim: { variable, value: on ? id : null } })}
      />
      <div className="w-36 shrink-0">
        <Field
          bare
          label={t("app.archive.value.name")}
          placeholder={t("app.archive.value.example")}
          value={name}
          onChange={(next) => change((draft) => valueNamed(draft, id, next))}
        />
      </div>
      <div className="flex min-w-0 flex-1 flex-wrap items-center gap-1">
        {tags.map((tag) => (
          <Chip
            key={tag}
            onRemove={() => change((draft) => withoutTag(draft, id, tag))}
            removeLabel={t("app.archive.value.remove_tag", { tag, name: called })}
          >
            {tag}
          </Chip>
        ))}
        <div className="w-32 min-w-24 flex-1">
          <Field
            bare
            label={t("app.archive.value.tags", { name: called })}
            placeholder={t("app.archive.value.tag_example")}
            value={typed}
            onChange={setTyped}
            onEnter={add}
          />
        </div>
      </div>
      <IconButton
        icon={X}
        label={t("app.archive.value.remove", { name: called })}
        onPress={() => change((draft) => withoutValue(draft, id))}
      />
    </div>
  );
}
