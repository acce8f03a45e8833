import { bridge } from "./bridge";

/** A file that the user chose, where the back end can read it. */
export interface Chosen {
  path: string;
  name: string;
}

/** Let the user choose a file with one of some extensions (`json`); null where none was chosen. */
export async function chooseFile(extensions: string[]): Promise<Chosen | null> {
  if (bridge.shell) {
    const path = await bridge.shell.chooseFile(extensions);
    return path === null ? null : { path, name: path };
  }
  const file = await pick(extensions);
  // A page does not know where a file lies, so its content is brought in.
  if (!file) return null;
  // Some systems do not know the type of a file by its name.
  const content = /\.json$/i.test(file.name) ? new Blob([file], { type: "application/json" }) : file;
  return { path: await bridge.upload(content), name: file.name };
}

function pick(extensions: string[]): Promise<File | undefined> {
  return new Promise((resolve) => {
    const accept = extensions.map((one) => `.${one}`).join(",");
    const field = Object.assign(document.createElement("input"), { type: "file", accept });
    field.onchange = () => resolve(field.files?.[0]);
    field.oncancel = () => resolve(undefined);
    field.click();
  });
}

/** Let the user choose a JSON file and read it here; its value is null where it is none. Nothing where none was chosen. */
export async function chooseJson(): Promise<{ name: string; value: unknown } | null> {
  const file = await pick(["json"]);
  if (!file) return null;
  try {
    return { name: file.name, value: JSON.parse(await file.text()) as unknown };
  } catch {
    return { name: file.name, value: null };
  }
}

/** Give a value as a JSON file to the browser, which keeps it where it keeps what it loads. */
export function download(name: string, value: unknown): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([JSON.stringify(value, null, 2)], { type: "application/json" }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
