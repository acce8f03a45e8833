import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Steps } from "./steps";
import { CORPUS } from "./support";

// One test for every bullet and every acceptance line of section 1 of the specification; each name quotes its line.
// What the lines say in detail is tested in the specs of the screens; here nothing may be missing.

const steps = new Steps();

describe("1.1 이미지 뷰어 강화", () => {
  it("전체 화면 이미지 프리뷰: 검색 결과/파일 그리드에서 클릭 시 라이트박스 스타일 뷰어", async () => {
    const [first] = await steps.names();
    await steps.cells.first().dblclick();
    await expect.poll(() => steps.dialog.locator("h2").textContent()).toContain(first ?? "?");
    const size = await steps.dialog.boundingBox();
    expect([size?.width, size?.height]).toEqual([1440, 900]);
  });

  it("이미지 비교 모드: 여러 이미지를 나란히 비교 (2~4분할)", async () => {
    for (const [to, parts] of [
      [1, 2],
      [3, 4],
    ] as const) {
      await steps.choose(0, to);
      await steps.page.keyboard.press("c");
      await expect.poll(() => steps.page.locator("[data-stage]").count()).toBe(parts);
      await steps.page.keyboard.press("Escape");
    }
  });

  it("줌/패닝: 고해상도 이미지 확대/이동 지원", async () => {
    await steps.search("size:>=600x400 format:jpeg");
    await steps.cells.first().dblclick();
    await steps.page.locator("[data-stage] canvas").first().waitFor();
    await steps.page.waitForTimeout(600);
    const whole = await steps.shown();
    await steps.page.keyboard.press("z");
    await steps.page.keyboard.press("+");
    await expect.poll(() => steps.shown()).not.toBe(whole);
    const zoomed = await steps.shown();
    await steps.page.mouse.move(600, 400);
    await steps.page.mouse.down();
    await steps.page.mouse.move(720, 480, { steps: 4 });
    await steps.page.mouse.up();
    await expect.poll(() => steps.shown()).not.toBe(zoomed);
  });

  it("PSD 레이어 시각화: 레이어 트리를 시각적으로 탐색 (토글 on/off)", async () => {
    await steps.search("format:psd layers:>5 size:>=300x200");
    await steps.cells.nth(1).dblclick();
    const layer = steps.page.getByRole("treeitem").first();
    await layer.waitFor();
    await steps.page.waitForTimeout(600);
    const stored = await steps.shown();
    await layer.hover();
    await layer.getByRole("button", { name: "레이어 숨기기" }).click();
    await expect.poll(() => steps.shown()).not.toBe(stored);
    await layer.getByRole("button", { name: "레이어 보이기" }).click();
    await expect.poll(() => steps.shown()).toBe(stored);
  });
});

describe("1.2 검색 UI 개선", () => {
  it("검색 히스토리: 최근 검색어 자동 저장/표시", async () => {
    await steps.search("고양이");
    await steps.box.fill("");
    await steps.box.click();
    await steps.page.getByRole("option", { name: "고양이", exact: true }).waitFor();
  });

  it("검색 제안: 기존 태그/캡션 기반 자동완성", async () => {
    await steps.search("고양이");
    await steps.choose(0);
    await steps.page.getByRole("button", { name: "태그 달기" }).click();
    await steps.page.getByRole("combobox", { name: "태그, 쉼표로 구분" }).fill("창밖풍경");
    await steps.page.keyboard.press("Enter");
    await steps.page.getByText("그림 1장에 창밖풍경 태그를 달았습니다.").waitFor();
    // A new tag is counted a moment later.
    const offers = (typed: string, offered: RegExp) =>
      expect
        .poll(
          async () => {
            await steps.box.fill("");
            await steps.box.pressSequentially(typed);
            await steps.page.waitForTimeout(300);
            return steps.page.getByRole("option", { name: offered }).count();
          },
          { timeout: 15_000 },
        )
        .toBeGreaterThan(0);
    await offers("창밖", /창밖풍경/);
    await offers("espr", /espresso/);
  });

  it("결과 정렬 옵션: 관련도순, 날짜순, 파일명순, 평점순", async () => {
    const sort = async (order: string) => {
      await steps.page.getByRole("button", { name: /정렬/ }).first().click();
      await steps.page.getByRole("option", { name: order, exact: true }).click();
      await steps.found();
    };
    const dates = async () => {
      const lines = await steps.cells.allTextContents();
      return lines.map((line) => /(\d{4})\. (\d+)\. (\d+)\.$/.exec(line)?.slice(1).map(Number) ?? []);
    };
    await steps.search("cat");
    const related = await steps.names();
    await sort("평점순");
    await steps.choose(7);
    const rated = (await steps.names())[7];
    await steps.page.keyboard.press("5");
    await expect.poll(async () => (await steps.names())[0]).toBe(rated);
    await sort("이름순");
    const folded = (await steps.names()).map((name) => name.toLowerCase());
    expect(folded).toEqual([...folded].sort());
    await sort("관련도순");
    expect(await steps.names()).toEqual(related);
    await steps.page.keyboard.press("Alt+2");
    await sort("날짜순");
    const days = (await dates()).map(([year = 0, month = 0, day = 0]) => year * 10_000 + month * 100 + day);
    expect(days.every((day) => day > 0)).toBe(true);
    expect(days).toEqual([...days].sort((one, other) => other - one));
    await steps.page.keyboard.press("Alt+1");
  });

  it("뷰 모드 전환: 그리드 / 리스트 / 컴팩트 뷰", () => threeViews());
});

describe("1.3 레이아웃 개선", () => {
  it("드래그 앤 드롭 영역: 파일 드래그로 즉시 처리 시작", async () => {
    const before = await steps.found();
    const inbox = join(steps.app.folder, "받은 그림");
    mkdirSync(inbox);
    copyFileSync(join(CORPUS, "retrieval/scikit-image/coffee.png"), join(inbox, "커피.png"));
    // At the right of the page lies the field that indexes.
    await steps.page.evaluate(() => {
      const data = new DataTransfer();
      data.items.add(new File(["\x89PNG"], "커피.png", { type: "image/png" }));
      const where = { clientX: window.innerWidth - 100, clientY: 300, bubbles: true, cancelable: true };
      document.body.dispatchEvent(new DragEvent("dragover", { dataTransfer: data, ...where }));
      document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, ...where }));
    });
    // A browser does not tell where it lies; in a window of its own nothing is asked (dropped.test.ts).
    await steps.page.getByRole("textbox", { name: "그림 폴더의 경로" }).fill(inbox);
    await steps.page.keyboard.press("Enter");
    await expect.poll(() => steps.found(), { timeout: 30_000 }).toBe(before + 1);
  });

  it("사이드바 접기/펴기: 작업 공간 최대화 토글", async () => {
    const width = async () => (await steps.page.locator("[data-results]").boundingBox())?.width ?? 0;
    const narrow = await width();
    await steps.page.keyboard.press("Control+b");
    await expect.poll(width).toBeGreaterThan(narrow + 200);
    await steps.page.keyboard.press("Control+b");
    await expect.poll(width).toBe(narrow);
  });

  it("키보드 단축키: 검색(Ctrl+K), 필터 토글, 네비게이션", async () => {
    await steps.page.keyboard.press("Control+k");
    await steps.page.keyboard.type("고양이");
    await steps.page.getByText("“고양이” 검색").waitFor();
    await steps.page.keyboard.press("Escape");
    await steps.page.keyboard.press("f");
    await expect.poll(() => steps.page.getByRole("tab", { name: "필터" }).count()).toBe(0);
    await steps.page.keyboard.press("f");
    await steps.page.getByRole("tab", { name: "필터" }).waitFor();
    await steps.choose(0);
    await steps.page.keyboard.press("ArrowRight");
    await expect.poll(() => steps.cells.nth(1).getAttribute("aria-selected")).toBe("true");
  });
});

async function threeViews(): Promise<void> {
  await steps.found();
  const columns = () =>
    steps.cells.evaluateAll((all) => {
      const tops = all.map((cell) => Math.round(cell.getBoundingClientRect().top));
      return tops.filter((top) => top === tops[0]).length;
    });
  const grid = await columns();
  await steps.page.getByRole("button", { name: "목록", exact: true }).click();
  await expect.poll(columns).toBe(1);
  await steps.page.getByRole("button", { name: "촘촘히", exact: true }).click();
  await expect.poll(columns).toBeGreaterThan(grid);
  await steps.page.getByRole("button", { name: "격자", exact: true }).click();
  await expect.poll(columns).toBe(grid);
}

describe("1 인수 조건", () => {
  it("라이트박스 뷰어에서 좌우 화살표로 이미지 탐색 가능", async () => {
    const [first = "?", second = "?"] = await steps.names();
    await steps.cells.first().dblclick();
    const title = steps.dialog.locator("h2");
    await expect.poll(() => title.textContent()).toContain(first);
    await steps.page.keyboard.press("ArrowRight");
    await expect.poll(() => title.textContent()).toContain(second);
    await steps.page.keyboard.press("ArrowLeft");
    await expect.poll(() => title.textContent()).toContain(first);
  });

  it("검색 히스토리 최대 50개 저장 (로컬 스토리지)", async () => {
    const stored = () => steps.page.evaluate(() => JSON.parse(localStorage.getItem("imageparser.history") ?? "{}"));
    await steps.search("name:x0");
    const { state, version } = await stored();
    expect(state.queries).toEqual(["name:x0"]);
    const queries = Array.from({ length: 49 }, (_, at) => `name:x${49 - at}`);
    await steps.page.evaluate(
      (kept) => localStorage.setItem("imageparser.history", kept),
      JSON.stringify({ state: { ...state, queries }, version }),
    );
    await steps.page.reload();
    for (const query of ["name:x50", "name:x51"]) await steps.search(query);
    const kept = (await stored()).state.queries;
    expect([kept.length, kept[0], kept[49]]).toEqual([50, "name:x51", "name:x2"]);
  });

  it("그리드/리스트/컴팩트 3가지 뷰 모드 전환", () => threeViews());
});
