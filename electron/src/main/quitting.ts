import type { Electron, Window } from "./electron/types";
import type { Router } from "./router";

/** So long an answer is waited for: a back end that gives none must not keep the app from ending. */
const PATIENCE = 2000;
const WATCH = "watch:";

/** Whether the app may end: at once where nothing runs that was asked for, else if the user says so. */
export async function mayQuit(
  electron: Pick<Electron, "dialog">,
  router: Pick<Router, "run">,
  window: Window | null,
  say: (key: string) => string,
): Promise<boolean> {
  if (!(await anyRunning(router))) return true;
  const question = {
    type: "question" as const,
    message: say("app.quit.question"),
    detail: say("app.quit.detail"),
    buttons: [say("app.quit.stay"), say("app.quit.end")],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  };
  const { dialog } = electron;
  const { response } = await (window ? dialog.showMessageBox(window, question) : dialog.showMessageBox(question));
  return response === 1;
}

/** Whether a job is under way that somebody asked for; watched folders go on next time by themselves. */
async function anyRunning(router: Pick<Router, "run">): Promise<boolean> {
  const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), PATIENCE).unref());
  const told = await Promise.race([router.run("jobs", {}).catch(() => null), late]);
  return told?.payload.jobs.some(({ name, ended_at }) => ended_at === null && !name.startsWith(WATCH)) ?? false;
}
