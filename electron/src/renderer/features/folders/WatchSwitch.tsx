import { Eye, EyeOff } from "lucide-react";
import { ask, forget } from "@/shared/data";
import { nameOf, text, useText } from "@/shared/text";
import { IconToggle, tell } from "@/shared/ui";

interface Props {
  path: string;
  on: boolean;
}

/** Whether a folder is kept up to date by itself. */
export function WatchSwitch({ path, on }: Props) {
  const t = useText();
  const name = nameOf(path);
  return (
    <IconToggle
      icon={on ? Eye : EyeOff}
      label={t(on ? "app.folders.watched" : "app.folders.unwatched", { name })}
      isSelected={on}
      onChange={(next) => void turn(path, next)}
    />
  );
}

async function turn(folder: string, on: boolean): Promise<void> {
  const done = await ask("watch", { folder, on });
  forget(["roots"]);
  if (!done) return;
  const fault = done.folders.find(({ path }) => path === folder)?.fault;
  if (fault) tell({ message: text("app.folders.watch_fault", { name: nameOf(folder) }), bad: true });
  else tell({ message: text(on ? "app.folders.watch_on" : "app.folders.watch_off", { name: nameOf(folder) }) });
}
