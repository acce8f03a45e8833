import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Page } from "playwright-core";
import { afterAll, expect, it } from "vitest";
import { findings } from "./axe";
import { around } from "./hooks";
import { PYTHON, picture, ROOT, Running } from "./support";

const app = new Running();
let page: Page;
let server: ChildProcess;
let address = "";

/** A server that speaks Ollama's protocol; it has one model and fetches another. */
const DOUBLE = `
import sys, time
sys.path.insert(0, ${JSON.stringify(join(ROOT, "tests"))})
from fixtures import ollama_server
from fixtures.ollama_server import OllamaServer
quickly = ollama_server._Handler._pulling
def slowly(self, name):
    for line in quickly(self, name):
        time.sleep(0.2 if "4b" in name else 0)
        yield line
ollama_server._Handler._pulling = slowly
with OllamaServer("llava:latest") as server:
    server.pullable = {
        "qwen3-vl:2b-instruct": [("a" * 64, 300 << 20), ("b" * 64, 5 << 20)],
        "qwen3-vl:4b-instruct": [(f"{layer:x}" * 64, 100 << 20) for layer in range(10)],
    }
    print(server.url, flush=True)
    sys.stdin.read()
`;

around(
  app,
  () => page,
  async () => {
    await app.start();
    // No hub can be reached: an installation fails at once instead of waiting for the network.
    writeFileSync(app.settings, `${readFileSync(app.settings, "utf-8")}  hub: http://127.0.0.1:9\n`);
    server = spawn(PYTHON, ["-c", DOUBLE], { stdio: ["pipe", "pipe", "inherit"] });
    if (!server.stdout) throw new Error("no output");
    for await (const line of createInterface({ input: server.stdout })) {
      address = line;
      break;
    }
  },
);
afterAll(() => server.kill());

async function open(setting: Parameters<typeof app.open>[0] = {}): Promise<void> {
  page = await app.open(setting);
  await page.keyboard.press("Shift+Digit7");
  await page.locator("[data-tier=builtin]").waitFor();
}
const model = (id: string) => page.locator(`[data-model='${id}']`);

it("tiers tell what they need, and which one is in use", async () => {
  await open();
  await page.locator("[data-tier=builtin]").getByText("In use").waitFor();
  await page.locator("[data-tier=pro]").getByText("Apache-2.0").waitFor();
  expect(await page.locator("[data-tier=pro]").getByRole("button", { name: "Use this tier" }).isDisabled()).toBe(true);
  await page.locator("[data-reachable]").waitFor();
  await picture(page, "models-en-US-dark");
  expect(await findings(page)).toEqual([]);
  await page.evaluate(() => {
    document.documentElement.dataset.theme = "light";
  });
  await picture(page, "models-en-US-light");
});

it("a model is loaded and unloaded, and its memory is told", async () => {
  await open({ language: "ko-KR", theme: "light" });
  const slot = page.locator("[data-slot-name=VV]");
  await slot.getByRole("button", { name: "불러오기: 생김새" }).click();
  await slot.getByText("메모리에 있음").waitFor({ timeout: 30_000 });
  const stay = page.locator("[data-stay='builtin-efficientnet-lite0']");
  await stay.scrollIntoViewIfNeeded();
  await stay.getByText("메모리에 있음").waitFor();
  await picture(page, "models-memory-ko-KR-light");
  expect(await findings(page)).toEqual([]);
  await slot.getByRole("button", { name: "내리기: 생김새" }).click();
  await slot.getByText("메모리에 없음").waitFor({ timeout: 30_000 });
});

it("without a network an installation says so, and can go on", async () => {
  await open();
  const line = model("siglip2-base-patch16-256");
  await line.getByRole("button", { name: /^Install / }).click();
  await page.getByRole("dialog").getByText("google/siglip2-base-patch16-256").waitFor();
  await picture(page, "models-install-en-US-dark");
  expect(await findings(page)).toEqual([]);
  await page.getByRole("button", { name: "Download", exact: true }).click();
  await line.getByRole("alert").waitFor({ timeout: 60_000 });
  await line.getByText(/can be installed from a folder/).waitFor();
  await line.getByRole("button", { name: "Go on" }).waitFor();
  await line.scrollIntoViewIfNeeded();
  await picture(page, "models-offline-en-US-dark");
});

it("a model from a folder is installed, checked, used and removed", async () => {
  await open();
  await page.getByRole("button", { name: "Add a model of your own" }).click();
  await page.getByRole("textbox", { name: "Id" }).fill("tiny-siglip2");
  await page.getByRole("textbox", { name: "Folder" }).fill(join(ROOT, "tests/fixtures/models"));
  await page.getByRole("button", { name: "Install", exact: true }).last().click();
  const line = model("tiny-siglip2");
  await line.waitFor({ timeout: 60_000 });
  const choose = async (name: string) => {
    await line.getByRole("button", { name: /^More about/ }).click();
    await page.getByRole("menuitem", { name }).click();
  };
  await choose("Check the files");
  await page.getByText(/every file is what it was/).waitFor({ timeout: 30_000 });
  await choose("Details");
  await page.getByRole("dialog").getByText("Version key").waitFor();
  await picture(page, "models-details-en-US-dark");
  await page.keyboard.press("Escape");
  await choose("Use for Looks");
  await page.getByText(/is in use now\. .* anew/).waitFor({ timeout: 30_000 });
  await line.scrollIntoViewIfNeeded();
  await picture(page, "models-own-en-US-dark");
  await page.locator("[data-tier=builtin]").getByRole("button", { name: "Use this tier" }).click();
  await page.locator("[data-tier=builtin]").getByText("In use").waitFor();
  await choose("Remove");
  await page
    .getByRole("dialog")
    .getByText(/are deleted/)
    .waitFor();
  await page.getByRole("button", { name: "Remove", exact: true }).click();
  await expect.poll(() => line.count()).toBe(0);
});

it("the caption server: absent, found, a model fetched and used", async () => {
  await open({ language: "ko-KR", theme: "dark" });
  const part = page.getByRole("region", { name: "그림 설명" });
  await part.locator("[data-reachable=false]").waitFor();
  await part.getByText("Ollama로 설명을 쓰려면").waitFor();
  await part.scrollIntoViewIfNeeded();
  await picture(page, "models-no-ollama-ko-KR-dark");
  await part.getByRole("textbox", { name: "설명 서버 주소" }).fill(address);
  await part.getByRole("button", { name: "저장" }).click();
  await part.locator("[data-reachable=true]").waitFor();
  await part.getByRole("button", { name: "Qwen3-VL 2B Instruct, by Ollama 내려받기" }).click();
  const line = page.locator("[data-caption-model='qwen3-vl-2b']");
  await line.getByText("서버에 있음").waitFor({ timeout: 30_000 });
  await line.getByRole("button", { name: /사용$/ }).click();
  await part.getByText("qwen3-vl:2b-instruct 모델이 그림을 설명합니다.").waitFor({ timeout: 30_000 });
  await picture(page, "models-ollama-ko-KR-dark");
  expect(await findings(page)).toEqual([]);
  await part.getByRole("button", { name: "llava:latest 사용" }).click();
  await part.getByText("llava:latest 모델이 그림을 설명합니다.").waitFor();
  expect(readFileSync(app.settings, "utf-8")).toContain("llava:latest");
});

it("a download shows how far it is, stops when told, and goes on", async () => {
  await open();
  const part = page.getByRole("region", { name: "Captions", exact: true });
  await part.getByRole("textbox", { name: "Caption server" }).fill(address);
  await page.keyboard.press("Enter");
  await part.locator("[data-reachable=true]").waitFor();
  const line = page.locator("[data-caption-model='qwen3-vl-4b']");
  await line.getByRole("button", { name: /^Download / }).click();
  await line.getByText(/[1-9]\d* \/ [\d,]+ MiB/).waitFor();
  await line.getByRole("progressbar").waitFor();
  await picture(page, "models-download-en-US-dark");
  await line.getByRole("button", { name: "Stop" }).click();
  await line.getByText("Stopped").waitFor();
  await picture(page, "models-stopped-en-US-dark");
  await line.getByRole("button", { name: "Go on" }).click();
  await line.getByText("On the server").waitFor({ timeout: 30_000 });
});
