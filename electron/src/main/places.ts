import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import type { AppSettings } from "./settings";

/** A folder of this name beside the program makes it portable: everything stays inside. */
export const PORTABLE = "ImageParserData";

export interface Places {
  /** Where settings are kept. */
  data: string;
  portable: string | null;
}

/** Return where this installation keeps its things. */
export function placesOf(program: string, userData: string, env: NodeJS.ProcessEnv): Places {
  const beside = join(dirname(program), PORTABLE);
  const portable = env.IMAGEPARSER_PORTABLE || (existsSync(beside) ? beside : null);
  return { data: portable ? join(portable, "app") : userData, portable };
}

export interface Start {
  command: string;
  args: string[];
  env: NodeJS.ProcessEnv;
}

/** Return how the back end is started: the bundled one, one that the settings name, else the Python of the path. */
export function backendOf(resources: string, places: Places, settings: AppSettings, env: NodeJS.ProcessEnv): Start {
  const windows = process.platform === "win32";
  const bundled = join(resources, "backend", windows ? "imageparser.exe" : "imageparser");
  const python = settings.python ?? env.IMAGEPARSER_PYTHON ?? (windows ? "python" : "python3");
  const own = existsSync(bundled);
  const { IMAGEPARSER_PYTHON: _, ...kept } = env;
  const library = settings.library === null ? [] : ["--library", settings.library];
  return {
    command: own ? bundled : python,
    args: [...(own ? [] : ["-m", "imageparser"]), "ipc", ...library],
    env: { ...kept, PYTHONUTF8: "1", ...(places.portable ? { IMAGEPARSER_PORTABLE: places.portable } : {}) },
  };
}
