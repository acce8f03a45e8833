/** Give the user a file of their browser's downloads. */
export function saveFile(name: string, content: string, type = "application/json"): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

/** Let the user choose a file; undefined where they do not. */
export function chooseFile(accept: string): Promise<File | undefined> {
  return new Promise((resolve) => {
    const field = Object.assign(document.createElement("input"), { type: "file", accept });
    field.onchange = () => resolve(field.files?.[0]);
    field.oncancel = () => resolve(undefined);
    field.click();
  });
}

/** Let the user choose a JSON file; null where it is none, undefined where they choose nothing. */
export async function chooseJson(): Promise<{ name: string; value: unknown } | undefined> {
  const file = await chooseFile(".json,application/json");
  if (!file) return undefined;
  try {
    return { name: file.name, value: JSON.parse(await file.text()) as unknown };
  } catch {
    return { name: file.name, value: null };
  }
}
