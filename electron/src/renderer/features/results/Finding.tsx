import { createContext, type ReactNode, useContext } from "react";
import { type Results, useResults } from "./useResults";

const Found = createContext<Results | null>(null);

/** What is searched for, for all that is inside; only what looks at the results is drawn anew with them. */
export function Finding({ children }: { children: ReactNode }) {
  return <Found value={useResults()}>{children}</Found>;
}

/** The results of the search of now. */
export function useFound(): Results {
  const found = useContext(Found);
  if (!found) throw new Error("there are results inside of Finding only");
  return found;
}
