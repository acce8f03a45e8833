import { fileURLToPath } from "node:url";
import * as electron from "electron";
import { start } from "../start";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

void start(electron, {
  args: process.argv,
  env: process.env,
  resources: process.resourcesPath,
  renderer: at("../renderer"),
  preload: at("../preload/index.cjs"),
  locales: at("../locales"),
});
