export { ShortcutEditor } from "./ShortcutEditor";
export { ShortcutSheet } from "./ShortcutSheet";
