import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Steps } from "./steps";
import { python } from "./support";

// One test for every bullet and every acceptance line of section 2 of the specification; each name quotes its line.

const steps = new Steps();

describe("2.1 고급 필터링", () => {
  it("날짜 범위 필터: 파일 수정일/등록일 기준", async () => {
    const all = await steps.found();
    for (const [kind, name] of [
      ["수정일", "modified"],
      ["등록일", "added"],
    ] as const) {
      await steps.page.getByRole("button", { name: /어떤 날짜/ }).click();
      await steps.page.getByRole("option", { name: kind, exact: true }).click();
      await steps.page.getByLabel("까지", { exact: true }).fill("1999-12-31");
      await expect.poll(() => steps.box.inputValue()).toBe(`${name}:..1999-12-31`);
      expect(await steps.found()).toBeLessThan(all);
      await steps.page.getByLabel("까지", { exact: true }).fill("");
      await steps.page.getByLabel("부터", { exact: true }).fill("2000-01-01");
      await expect.poll(() => steps.box.inputValue()).toBe(`${name}:2000-01-01..`);
      expect(await steps.found()).toBeGreaterThan(0);
      await steps.page.getByRole("button", { name: "검색어 지우기" }).click();
    }
  });

  it("해상도 범위 필터: 최소/최대 해상도 지정", async () => {
    const all = await steps.found();
    const side = (name: string) =>
      steps.page.getByRole("group", { name, exact: true }).getByRole("textbox", { name: "너비" });
    await side("최소").fill("600");
    await side("최소").press("Tab");
    const large = await steps.found();
    expect(large).toBeLessThan(all);
    await side("최대").fill("1000");
    await side("최대").press("Tab");
    const between = await steps.found();
    expect(between).toBeGreaterThan(0);
    expect(between).toBeLessThan(large);
    expect(await steps.box.inputValue()).toMatch(/^size:600x1\.\.1000x/);
  });

  it("레이어 수 필터: PSD 레이어 수 범위 지정", async () => {
    await steps.search("layers:2..5");
    const least = steps.page.getByRole("textbox", { name: "최소", exact: true });
    await expect.poll(() => least.inputValue()).toBe("2");
    const some = await steps.found();
    await least.fill("4");
    await least.press("Tab");
    await expect.poll(() => steps.box.inputValue()).toBe("layers:4..5");
    expect(await steps.found()).toBeLessThan(some);
  });

  it("복합 필터 저장: 자주 쓰는 필터 조합을 프리셋으로 저장", async () => {
    const some = await steps.search("format:psd layers:>=3");
    await steps.page.getByRole("button", { name: "이 검색 저장" }).click();
    await steps.page.getByRole("textbox", { name: "이름" }).fill("레이어 문서");
    await steps.page.keyboard.press("Enter");
    await steps.page.getByText("레이어 문서(으)로 저장했습니다.").waitFor();
    await steps.page.reload();
    await steps.page.getByRole("button", { name: "레이어 문서", exact: true }).click();
    expect(await steps.found()).toBe(some);
  });
});

/** What a vision model would say of three pictures, which the built-in one does not: their type. */
const CHARACTERS = `
import sys, apsw
library = apsw.Connection(sys.argv[1])
library.set_busy_timeout(10_000)
library.execute("UPDATE captions SET image_type = 'character' WHERE file_id IN (SELECT file_id FROM captions LIMIT 3)")
`;

const collection = (name: string) => steps.page.locator(`[data-collection="${name}"]`);

async function collect(button: string, name: string): Promise<void> {
  await steps.page.getByRole("tab", { name: "라이브러리" }).click();
  await steps.page.getByRole("button", { name: button, exact: true }).click();
  await steps.page.getByRole("textbox", { name: "이름" }).fill(name);
  await steps.page.keyboard.press("Enter");
  await collection(name).waitFor();
}

async function about(name: string, item: string): Promise<void> {
  await collection(name)
    .getByRole("button", { name: /더 보기/ })
    .click();
  await steps.page.getByRole("menuitem", { name: item, exact: true }).click();
}

describe("2.2 북마크/컬렉션 시스템", () => {
  it("컬렉션 생성: 사용자 정의 이미지 모음 생성", async () => {
    await collect("새 컬렉션", "북마크");
    await steps.choose(0, 2);
    await steps.page.getByRole("button", { name: "컬렉션에 넣기" }).click();
    await steps.page.getByRole("menuitem", { name: "북마크" }).click();
    await steps.page.getByText("그림 3장을 북마크에 넣었습니다.").waitFor();
  });

  it("컬렉션 공유: 컬렉션을 JSON으로 내보내기/가져오기", async () => {
    await collect("새 컬렉션", "공유");
    await steps.cells.first().dragTo(collection("공유"));
    await expect.poll(() => collection("공유").textContent()).toContain("1");
    const [download] = await Promise.all([steps.page.waitForEvent("download"), about("공유", "JSON으로 내보내기")]);
    const file = JSON.parse(readFileSync(await download.path(), "utf-8"));
    expect(file.collections.map((one: { name: string; items: unknown[] }) => [one.name, one.items.length])).toEqual([
      ["공유", 1],
    ]);
    await about("공유", "컬렉션 지우기");
    await expect.poll(() => collection("공유").count()).toBe(0);
    await steps.page.getByRole("button", { name: "컬렉션 더 보기" }).click();
    const [chooser] = await Promise.all([
      steps.page.waitForEvent("filechooser"),
      steps.page.getByRole("menuitem", { name: "파일에서 컬렉션 가져오기" }).click(),
    ]);
    await chooser.setFiles(await download.path());
    await expect.poll(() => collection("공유").textContent()).toContain("1");
  });

  it('스마트 컬렉션: 자동 필터 기반 동적 컬렉션 (예: "평점 4 이상 + 캐릭터 타입")', async () => {
    python(CHARACTERS, steps.app.library);
    expect(await steps.search("rating:>=4 type:character")).toBe(0);
    await collect("이 검색으로 스마트 컬렉션 만들기", "별 캐릭터");
    const count = () => collection("별 캐릭터").textContent();
    await expect.poll(count).toContain("0");
    expect(await steps.search("type:character")).toBe(3);
    for (const [place, rating] of ["4", "3", "5"].entries()) {
      await steps.choose(place);
      await steps.page.keyboard.press(rating);
    }
    await expect.poll(count).toContain("2");
    await steps.search("-type:character");
    await steps.choose(0);
    await steps.page.keyboard.press("5");
    await steps.page.getByText("평점 5점을 주었습니다.", { exact: false }).last().waitFor();
    await steps.search("");
    await collection("별 캐릭터").locator("[data-choose]").click();
    expect(await steps.found()).toBe(2);
  });
});

describe("2.3 유사 이미지 검색", () => {
  it('"이것과 비슷한" 검색: 검색 결과에서 특정 이미지 선택 시 유사 이미지 표시', async () => {
    await steps.search("고양이");
    await steps.choose(0);
    await steps.page.getByRole("button", { name: "비슷한 그림 찾기" }).click();
    await steps.page.locator("[data-well=plus]").waitFor();
    expect(await steps.found()).toBeGreaterThan(0);
  });

  it("다중 참조 검색: 여러 이미지를 참조로 결합 검색 (AND/OR 모드 확장)", async () => {
    await steps.choose(0, 1);
    await steps.page.keyboard.press("Shift+S");
    await expect.poll(() => steps.page.locator("[data-well=plus]").count()).toBe(2);
    const all = (await steps.found()) && (await steps.names()).join();
    await steps.page.getByRole("button", { name: /여럿일 때 기준/ }).click();
    await steps.page.getByRole("option", { name: "하나라도 비슷하게" }).click();
    await expect.poll(async () => (await steps.names()).join()).not.toBe(all);
  });
});

describe("2.4 태그 관리", () => {
  it("태그 자동 제안: AI 태그 기반 사용자 태그 추천", async () => {
    await steps.choose(0);
    await steps.page.keyboard.press("i");
    const suggested = steps.page.getByRole("group", { name: "추천 태그" }).getByRole("button");
    const tag = (await suggested.first().textContent()) ?? "?";
    await suggested.first().click();
    await steps.page.getByText(`그림 1장에 ${tag} 태그를 달았습니다.`).waitFor();
  });

  it("태그 일괄 편집: 여러 이미지에 동시 태그 추가/제거", async () => {
    await steps.choose(0, 3);
    await steps.page.getByRole("tab", { name: "라이브러리" }).click();
    await steps.page.getByRole("button", { name: "태그 더 보기", exact: true }).click();
    await steps.page.getByRole("menuitem", { name: "그림에" }).click();
    for (const field of ["달 태그, 쉼표로 구분", "뺄 태그, 쉼표로 구분"]) {
      await steps.dialog.getByRole("combobox", { name: field }).fill("일괄");
      await steps.dialog.getByRole("button", { name: "그림 4장 바꾸기" }).click();
      await steps.page.getByText("태그를 4번 달거나 뺐습니다.").last().waitFor();
      await expect.poll(() => steps.dialog.getByRole("combobox", { name: field }).inputValue()).toBe("");
    }
  });

  it("태그 클라우드: 전체 태그 분포를 시각화", async () => {
    await steps.page.getByRole("tab", { name: "라이브러리" }).click();
    const cloud = steps.page.locator("aside").getByRole("button", { name: /, 그림 \d+장$/ });
    await cloud.first().waitFor();
    const sizes = await cloud.evaluateAll((all) => all.map((one) => getComputedStyle(one).fontSize));
    expect(new Set(sizes).size).toBeGreaterThan(2);
  });
});

describe("2 인수 조건", () => {
  it("날짜/해상도/레이어 수 필터가 Triaxis 검색과 결합 동작", async () => {
    const words = await steps.search("cat");
    await steps.choose(0);
    await steps.page.keyboard.press("i");
    await steps.page.getByRole("region", { name: "이 결과가 나온 이유" }).waitFor();
    const both = await steps.search("cat modified:1990.. size:>=300x200 layers:0");
    expect(both).toBeGreaterThan(0);
    expect(both).toBeLessThanOrEqual(words);
    await steps.choose(0);
    await steps.page.getByRole("region", { name: "이 결과가 나온 이유" }).waitFor();
    expect(await steps.search("cat layers:>=5000")).toBe(0);
  });

  it("컬렉션 CRUD (생성/읽기/수정/삭제) 및 JSON 내보내기/가져오기", async () => {
    await collect("새 컬렉션", "임시");
    await steps.cells.first().dragTo(collection("임시"));
    await collection("임시").locator("[data-choose]").click();
    expect(await steps.found()).toBe(1);
    await about("임시", "컬렉션 바꾸기");
    await steps.page.getByRole("textbox", { name: "이름" }).fill("고침");
    await steps.page.keyboard.press("Enter");
    await collection("고침").waitFor();
    const [download] = await Promise.all([steps.page.waitForEvent("download"), about("고침", "JSON으로 내보내기")]);
    await about("고침", "컬렉션 지우기");
    await expect.poll(() => collection("고침").count()).toBe(0);
    await steps.page.getByRole("button", { name: "컬렉션 더 보기" }).click();
    const [chooser] = await Promise.all([
      steps.page.waitForEvent("filechooser"),
      steps.page.getByRole("menuitem", { name: "파일에서 컬렉션 가져오기" }).click(),
    ]);
    await chooser.setFiles(await download.path());
    await expect.poll(() => collection("고침").textContent()).toContain("1");
  });

  it("유사 이미지 검색 시 VV 유사도 활용", async () => {
    await steps.search("고양이");
    await steps.choose(0);
    await steps.page.keyboard.press("s");
    await steps.page.locator("[data-well=plus]").waitFor();
    await steps.found();
    await steps.choose(1);
    await steps.page.keyboard.press("i");
    const why = steps.page.getByRole("region", { name: "이 결과가 나온 이유" });
    await why.getByText("그림과 비교").first().waitFor();
  });
});
