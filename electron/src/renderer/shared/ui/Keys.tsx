import { MAC, shown } from "../actions";

/** A shortcut as it is printed on the keys. */
export function Keys({ keys }: { keys: string }) {
  return (
    <span className="ml-auto flex gap-1 pl-4">
      {shown(keys, MAC).map((part) => (
        <kbd
          key={part}
          className="min-w-4 rounded-sm border border-line bg-panel px-1 text-center font-sans text-xs text-muted"
        >
          {part}
        </kbd>
      ))}
    </span>
  );
}
