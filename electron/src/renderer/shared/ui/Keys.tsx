import { MAC, shown } from "../actions";

/** A shortcut as it is printed on the keys, at the end of its line unless it is `bare`. */
export function Keys({ keys, bare }: { keys: string; bare?: boolean }) {
  return (
    <span className={bare ? "inline-flex gap-1" : "ml-auto flex gap-1 pl-4"}>
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
