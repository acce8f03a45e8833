import type { Electron, Sender } from "./electron/types";

/** Where the renderer comes from, and from nowhere else. */
export const ORIGIN = "app://imageparser";
export const SCHEMES = ["app", "thumb", "preview", "tile"] as const;

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' blob: thumb: preview: tile:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

export const HEADERS = {
  "Content-Security-Policy": POLICY,
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
};

export const PREFERENCES = {
  contextIsolation: true,
  sandbox: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  webviewTag: false,
  allowRunningInsecureContent: false,
  spellcheck: false,
} as const;

/** Make the schemes known; this must happen before the app is ready. */
export function registerSchemes(electron: Pick<Electron, "protocol">): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true };
  electron.protocol.registerSchemesAsPrivileged(SCHEMES.map((scheme) => ({ scheme, privileges })));
}

/** Deny what a page may ask a browser for, windows of its own, and leaving for another place. */
export function lockDown(electron: Pick<Electron, "app" | "session">): void {
  const { defaultSession } = electron.session;
  defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  defaultSession.setPermissionCheckHandler(() => false);
  defaultSession.setDevicePermissionHandler(() => false);
  // Nothing of this app is anywhere else: what asks for another place gets nothing.
  defaultSession.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !isOwn(details.url) }));
  electron.app.on("web-contents-created", (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: "deny" }));
    contents.on("will-navigate", (event, url) => {
      if (!url.startsWith(`${ORIGIN}/`)) event.preventDefault();
    });
    contents.on("will-attach-webview", (event) => event.preventDefault());
  });
}

export function isOwn(address: string): boolean {
  return /^(app|thumb|preview|tile|blob|devtools):/.test(address);
}

/** Tell whether a message comes from the top frame of our own page. */
export function isTrusted(event: { sender: Sender; senderFrame: { url: string; parent: unknown } | null }): boolean {
  const frame = event.senderFrame;
  return frame !== null && frame.parent === null && frame.url.startsWith(`${ORIGIN}/`);
}
