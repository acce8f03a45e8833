import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { found, Running } from "./support";

// One test for every bullet and every acceptance line of sections 1, 2 and 5.2 of the specification, which each name
// quotes. What they say in detail is tested in the specs of the screens; here nothing may be missing.

const app = new Running();
let page: Page;

beforeAll(() => app.start());
afterAll(() => app.stop());
beforeEach(async () => {
  app.errors.length = 0;
  page = await app.open({ language: "ko-KR" });
});
afterEach(async () => {
  await page.close();
  expect(app.errors).toEqual([]);
});

const cells = () => page.locator("[data-results] [role=option]");
const box = () => page.getByRole("combobox", { name: "검색", exact: true });
const viewer = () => page.getByRole("dialog");
const names = () => cells().evaluateAll((all) => all.map((cell) => cell.getAttribute("aria-label") ?? ""));

async function search(query: string): Promise<number> {
  await box().fill(query);
  await box().press("Enter");
  await box().press("Escape");
  await box().blur();
  return found(page);
}

async function choose(from: number, to = from): Promise<void> {
  await cells().nth(from).click();
  if (to !== from)
    await cells()
      .nth(to)
      .click({ modifiers: ["Shift"] });
}

const shown = (at = 0) =>
  page
    .locator("[data-stage] canvas")
    .nth(at)
    .evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());

describe("1.1 이미지 뷰어 강화", () => {
  it("전체 화면 이미지 프리뷰: 검색 결과/파일 그리드에서 클릭 시 라이트박스 스타일 뷰어", async () => {
    await found(page);
    const [first] = await names();
    await cells().first().dblclick();
    await expect.poll(() => viewer().locator("h2").textContent()).toContain(first ?? "?");
    const size = await viewer().boundingBox();
    expect([size?.width, size?.height]).toEqual([1440, 900]);
  });

  it("이미지 비교 모드: 여러 이미지를 나란히 비교 (2~4분할)", async () => {
    await found(page);
    for (const [to, parts] of [
      [1, 2],
      [3, 4],
    ] as const) {
      await choose(0, to);
      await page.keyboard.press("c");
      await expect.poll(() => page.locator("[data-stage]").count()).toBe(parts);
      await page.keyboard.press("Escape");
    }
  });

  it("줌/패닝: 고해상도 이미지 확대/이동 지원", async () => {
    await search("size:>=600x400 format:jpeg");
    await cells().first().dblclick();
    await page.locator("[data-stage] canvas").first().waitFor();
    await page.waitForTimeout(600);
    const whole = await shown();
    await page.keyboard.press("z");
    await page.keyboard.press("+");
    await expect.poll(() => shown()).not.toBe(whole);
    const zoomed = await shown();
    await page.mouse.move(600, 400);
    await page.mouse.down();
    await page.mouse.move(720, 480, { steps: 4 });
    await page.mouse.up();
    await expect.poll(() => shown()).not.toBe(zoomed);
  });

  it("PSD 레이어 시각화: 레이어 트리를 시각적으로 탐색 (토글 on/off)", async () => {
    await search("format:psd layers:>5 size:>=300x200");
    await cells().nth(1).dblclick();
    const layer = page.getByRole("treeitem").first();
    await layer.waitFor();
    await page.waitForTimeout(600);
    const stored = await shown();
    await layer.hover();
    await layer.getByRole("button", { name: "레이어 숨기기" }).click();
    await expect.poll(() => shown()).not.toBe(stored);
    await layer.getByRole("button", { name: "레이어 보이기" }).click();
    await expect.poll(() => shown()).toBe(stored);
  });
});

describe("1.2 검색 UI 개선", () => {
  it("검색 히스토리: 최근 검색어 자동 저장/표시", async () => {
    await search("고양이");
    await box().fill("");
    await box().click();
    await page.getByRole("option", { name: "고양이", exact: true }).waitFor();
  });

  it("검색 제안: 기존 태그/캡션 기반 자동완성", async () => {
    await search("고양이");
    await choose(0);
    await page.getByRole("button", { name: "태그 달기" }).click();
    await page.getByRole("combobox", { name: "태그, 쉼표로 구분" }).fill("창밖풍경");
    await page.keyboard.press("Enter");
    await page.getByText("그림 1장에 창밖풍경 태그를 달았습니다.").waitFor();
    await box().fill("");
    await box().pressSequentially("창밖");
    await page
      .getByRole("option", { name: /창밖풍경/ })
      .first()
      .waitFor();
    await box().fill("");
    await box().pressSequentially("mot");
    await page.getByRole("option", { name: /mot/i }).first().waitFor();
  });

  it("결과 정렬 옵션: 관련도순, 날짜순, 파일명순, 평점순", async () => {
    await found(page);
    const orders = new Set<string>();
    for (const order of ["관련도", "날짜", "이름", "평점순"]) {
      await page.getByRole("button", { name: /정렬/ }).first().click();
      await page.getByRole("option", { name: order, exact: true }).click();
      await found(page);
      orders.add((await names()).slice(0, 12).join());
      if (order === "이름") {
        const folded = (await names()).map((name) => name.toLowerCase());
        expect(folded).toEqual([...folded].sort());
      }
    }
    expect(orders.size).toBeGreaterThan(1);
  });

  it("뷰 모드 전환: 그리드 / 리스트 / 컴팩트 뷰", () => threeViews());
});

describe("1.3 레이아웃 개선", () => {
  it("드래그 앤 드롭 영역: 파일 드래그로 즉시 처리 시작", async () => {
    const all = await names();
    await page.evaluate(async () => {
      const canvas = Object.assign(document.createElement("canvas"), { width: 64, height: 64 });
      const pen = canvas.getContext("2d");
      if (pen) pen.fillStyle = "#c02020";
      pen?.fillRect(0, 0, 64, 64);
      const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve));
      const data = new DataTransfer();
      data.items.add(new File([blob ?? ""], "red.png", { type: "image/png" }));
      window.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
    });
    await expect.poll(async () => (await names()).join()).not.toBe(all.join());
    expect(await found(page)).toBeGreaterThan(0);
  });

  it("사이드바 접기/펴기: 작업 공간 최대화 토글", async () => {
    await found(page);
    const width = async () => (await page.locator("[data-results]").boundingBox())?.width ?? 0;
    const narrow = await width();
    await page.keyboard.press("Control+b");
    await expect.poll(width).toBeGreaterThan(narrow + 200);
    await page.keyboard.press("Control+b");
    await expect.poll(width).toBe(narrow);
  });

  it("키보드 단축키: 검색(Ctrl+K), 필터 토글, 네비게이션", async () => {
    await found(page);
    await page.keyboard.press("Control+k");
    await page.keyboard.type("고양이");
    await page.getByText("“고양이” 검색").waitFor();
    await page.keyboard.press("Escape");
    await page.keyboard.press("f");
    await expect.poll(() => page.getByRole("tab", { name: "필터" }).count()).toBe(0);
    await page.keyboard.press("f");
    await page.getByRole("tab", { name: "필터" }).waitFor();
    await choose(0);
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => cells().nth(1).getAttribute("aria-selected")).toBe("true");
  });
});

async function threeViews(): Promise<void> {
  await found(page);
  const columns = () =>
    cells().evaluateAll((all) => {
      const tops = all.map((cell) => Math.round(cell.getBoundingClientRect().top));
      return tops.filter((top) => top === tops[0]).length;
    });
  const grid = await columns();
  await page.getByRole("button", { name: "목록", exact: true }).click();
  await expect.poll(columns).toBe(1);
  await page.getByRole("button", { name: "촘촘히", exact: true }).click();
  await expect.poll(columns).toBeGreaterThan(grid);
  await page.getByRole("button", { name: "격자", exact: true }).click();
  await expect.poll(columns).toBe(grid);
}

describe("1 인수 조건", () => {
  it("라이트박스 뷰어에서 좌우 화살표로 이미지 탐색 가능", async () => {
    await found(page);
    const [first = "?", second = "?"] = await names();
    await cells().first().dblclick();
    const title = viewer().locator("h2");
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => title.textContent()).toContain(second);
    await page.keyboard.press("ArrowLeft");
    await expect.poll(() => title.textContent()).toContain(first);
  });

  it("검색 히스토리 최대 50개 저장 (로컬 스토리지)", async () => {
    for (let number = 1; number <= 53; number += 1) {
      await box().fill(`name:x${number}`);
      await box().press("Enter");
    }
    const kept = await page.evaluate(
      () => JSON.parse(localStorage.getItem("imageparser.history") ?? "{}").state.queries,
    );
    expect([kept.length, kept[0], kept[49]]).toEqual([50, "name:x53", "name:x4"]);
  });

  it("그리드/리스트/컴팩트 3가지 뷰 모드 전환", () => threeViews());
});

describe("2.1 고급 필터링", () => {
  it("날짜 범위 필터: 파일 수정일/등록일 기준", async () => {
    const all = await found(page);
    for (const [kind, name] of [
      ["수정일", "modified"],
      ["등록일", "added"],
    ] as const) {
      await page.getByRole("button", { name: /어떤 날짜/ }).click();
      await page.getByRole("option", { name: kind, exact: true }).click();
      await page.getByLabel("까지", { exact: true }).fill("1999-12-31");
      await expect.poll(() => box().inputValue()).toBe(`${name}:..1999-12-31`);
      expect(await found(page)).toBeLessThan(all);
      await page.getByLabel("까지", { exact: true }).fill("");
      await page.getByLabel("부터", { exact: true }).fill("2000-01-01");
      await expect.poll(() => box().inputValue()).toBe(`${name}:2000-01-01..`);
      expect(await found(page)).toBeGreaterThan(0);
      await page.getByRole("button", { name: "검색어 지우기" }).click();
    }
  });

  it("해상도 범위 필터: 최소/최대 해상도 지정", async () => {
    const all = await found(page);
    const side = (name: string) =>
      page.getByRole("group", { name, exact: true }).getByRole("textbox", { name: "너비" });
    await side("최소").fill("600");
    await side("최소").press("Tab");
    const large = await found(page);
    expect(large).toBeLessThan(all);
    await side("최대").fill("1000");
    await side("최대").press("Tab");
    const between = await found(page);
    expect(between).toBeGreaterThan(0);
    expect(between).toBeLessThan(large);
    expect(await box().inputValue()).toMatch(/^size:600x1\.\.1000x/);
  });

  it("레이어 수 필터: PSD 레이어 수 범위 지정", async () => {
    await search("layers:2..5");
    const least = page.getByRole("textbox", { name: "최소", exact: true });
    await expect.poll(() => least.inputValue()).toBe("2");
    const some = await found(page);
    await least.fill("4");
    await least.press("Tab");
    await expect.poll(() => box().inputValue()).toBe("layers:4..5");
    expect(await found(page)).toBeLessThan(some);
  });

  it("복합 필터 저장: 자주 쓰는 필터 조합을 프리셋으로 저장", async () => {
    const some = await search("format:psd layers:>=3");
    await page.getByRole("button", { name: "이 검색 저장" }).click();
    await page.getByRole("textbox", { name: "이름" }).fill("레이어 문서");
    await page.keyboard.press("Enter");
    await page.getByText("레이어 문서(으)로 저장했습니다.").waitFor();
    await page.reload();
    await page.getByRole("button", { name: "레이어 문서", exact: true }).click();
    expect(await found(page)).toBe(some);
  });
});

const collection = (name: string) => page.locator(`[data-collection="${name}"]`);

async function collect(button: string, name: string): Promise<void> {
  await page.getByRole("tab", { name: "라이브러리" }).click();
  await page.getByRole("button", { name: button, exact: true }).click();
  await page.getByRole("textbox", { name: "이름" }).fill(name);
  await page.keyboard.press("Enter");
  await collection(name).waitFor();
}

async function about(name: string, item: string): Promise<void> {
  await collection(name)
    .getByRole("button", { name: /더 보기/ })
    .click();
  await page.getByRole("menuitem", { name: item, exact: true }).click();
}

describe("2.2 북마크/컬렉션 시스템", () => {
  it("컬렉션 생성: 사용자 정의 이미지 모음 생성", async () => {
    await found(page);
    await collect("새 컬렉션", "북마크");
    await choose(0, 2);
    await page.getByRole("button", { name: "컬렉션에 넣기" }).click();
    await page.getByRole("menuitem", { name: "북마크" }).click();
    await page.getByText("그림 3장을 북마크에 넣었습니다.").waitFor();
  });

  it("컬렉션 공유: 컬렉션을 JSON으로 내보내기/가져오기", async () => {
    await found(page);
    await collect("새 컬렉션", "공유");
    await cells().first().dragTo(collection("공유"));
    await expect.poll(() => collection("공유").textContent()).toContain("1");
    const [download] = await Promise.all([page.waitForEvent("download"), about("공유", "JSON으로 내보내기")]);
    const file = JSON.parse(readFileSync(await download.path(), "utf-8"));
    expect(file.collections.map((one: { name: string; items: unknown[] }) => [one.name, one.items.length])).toEqual([
      ["공유", 1],
    ]);
    await about("공유", "컬렉션 지우기");
    await expect.poll(() => collection("공유").count()).toBe(0);
    await page.getByRole("button", { name: "컬렉션 더 보기" }).click();
    const [chooser] = await Promise.all([
      page.waitForEvent("filechooser"),
      page.getByRole("menuitem", { name: "파일에서 컬렉션 가져오기" }).click(),
    ]);
    await chooser.setFiles(await download.path());
    await expect.poll(() => collection("공유").textContent()).toContain("1");
  });

  it('스마트 컬렉션: 자동 필터 기반 동적 컬렉션 (예: "평점 4 이상 + 캐릭터 타입")', async () => {
    await search("rating:>=4 type:character");
    await collect("이 검색으로 스마트 컬렉션 만들기", "별 캐릭터");
    const count = () => collection("별 캐릭터").textContent();
    const before = await count();
    await search("type:character");
    const some = await found(page);
    if (some > 0) {
      await choose(0);
      await page.keyboard.press("4");
      await expect.poll(count).not.toBe(before);
    }
    expect(before).toContain("0");
  });
});

describe("2.3 유사 이미지 검색", () => {
  it('"이것과 비슷한" 검색: 검색 결과에서 특정 이미지 선택 시 유사 이미지 표시', async () => {
    await search("고양이");
    await choose(0);
    await page.getByRole("button", { name: "비슷한 그림 찾기" }).click();
    await page.locator("[data-well=plus]").waitFor();
    expect(await found(page)).toBeGreaterThan(0);
  });

  it("다중 참조 검색: 여러 이미지를 참조로 결합 검색 (AND/OR 모드 확장)", async () => {
    await found(page);
    await choose(0, 1);
    await page.keyboard.press("Shift+S");
    await expect.poll(() => page.locator("[data-well=plus]").count()).toBe(2);
    const all = (await found(page)) && (await names()).join();
    await page.getByRole("button", { name: /여럿일 때 기준/ }).click();
    await page.getByRole("option", { name: "하나라도 비슷하게" }).click();
    await expect.poll(async () => (await names()).join()).not.toBe(all);
  });
});

describe("2.4 태그 관리", () => {
  it("태그 자동 제안: AI 태그 기반 사용자 태그 추천", async () => {
    await found(page);
    await choose(0);
    await page.keyboard.press("i");
    const suggested = page.getByRole("group", { name: "추천 태그" }).getByRole("button");
    const tag = (await suggested.first().textContent()) ?? "?";
    await suggested.first().click();
    await page.getByText(`그림 1장에 ${tag} 태그를 달았습니다.`).waitFor();
  });

  it("태그 일괄 편집: 여러 이미지에 동시 태그 추가/제거", async () => {
    await found(page);
    await choose(0, 3);
    await page.getByRole("tab", { name: "라이브러리" }).click();
    await page.getByRole("button", { name: "태그 더 보기", exact: true }).click();
    await page.getByRole("menuitem", { name: "그림에" }).click();
    for (const field of ["달 태그, 쉼표로 구분", "뺄 태그, 쉼표로 구분"]) {
      await viewer().getByRole("combobox", { name: field }).fill("일괄");
      await viewer().getByRole("button", { name: "그림 4장 바꾸기" }).click();
      await page.getByText("태그를 4번 달거나 뺐습니다.").last().waitFor();
      await expect.poll(() => viewer().getByRole("combobox", { name: field }).inputValue()).toBe("");
    }
  });

  it("태그 클라우드: 전체 태그 분포를 시각화", async () => {
    await found(page);
    await page.getByRole("tab", { name: "라이브러리" }).click();
    const cloud = page.locator("aside").getByRole("button", { name: /, 그림 \d+장$/ });
    await cloud.first().waitFor();
    const sizes = await cloud.evaluateAll((all) => all.map((one) => getComputedStyle(one).fontSize));
    expect(new Set(sizes).size).toBeGreaterThan(2);
  });
});

describe("2 인수 조건", () => {
  it("날짜/해상도/레이어 수 필터가 Triaxis 검색과 결합 동작", async () => {
    const words = await search("cat");
    await choose(0);
    await page.keyboard.press("i");
    await page.getByRole("region", { name: "이 결과가 나온 이유" }).waitFor();
    const both = await search("cat modified:1990.. size:>=300x200 layers:0");
    expect(both).toBeGreaterThan(0);
    expect(both).toBeLessThanOrEqual(words);
    await choose(0);
    await page.getByRole("region", { name: "이 결과가 나온 이유" }).waitFor();
    expect(await search("cat layers:>=5000")).toBe(0);
  });

  it("컬렉션 CRUD (생성/읽기/수정/삭제) 및 JSON 내보내기/가져오기", async () => {
    await found(page);
    await collect("새 컬렉션", "임시");
    await cells().first().dragTo(collection("임시"));
    await collection("임시").locator("[data-choose]").click();
    expect(await found(page)).toBe(1);
    await about("임시", "컬렉션 바꾸기");
    await page.getByRole("textbox", { name: "이름" }).fill("고침");
    await page.keyboard.press("Enter");
    await collection("고침").waitFor();
    const [download] = await Promise.all([page.waitForEvent("download"), about("고침", "JSON으로 내보내기")]);
    await about("고침", "컬렉션 지우기");
    await expect.poll(() => collection("고침").count()).toBe(0);
    await page.getByRole("button", { name: "컬렉션 더 보기" }).click();
    const [chooser] = await Promise.all([
      page.waitForEvent("filechooser"),
      page.getByRole("menuitem", { name: "파일에서 컬렉션 가져오기" }).click(),
    ]);
    await chooser.setFiles(await download.path());
    await collection("고침").waitFor();
  });

  it("유사 이미지 검색 시 VV 유사도 활용", async () => {
    await search("고양이");
    await choose(0);
    await page.keyboard.press("s");
    await page.locator("[data-well=plus]").waitFor();
    await found(page);
    await choose(1);
    await page.keyboard.press("i");
    const why = page.getByRole("region", { name: "이 결과가 나온 이유" });
    await why.getByText("그림과 비교").first().waitFor();
  });
});

async function say(body: string): Promise<void> {
  await page.getByRole("textbox", { name: "코멘트 쓰기" }).fill(body);
  await page.getByRole("button", { name: "코멘트 달기" }).click();
  await page
    .locator("article")
    .getByText(body.replace(/^@\S+ /, ""))
    .waitFor();
}

async function comment(at: number, body: string): Promise<void> {
  await found(page);
  await choose(at);
  await page.keyboard.press("i");
  await say(body);
}

describe("5.2 코멘트 시스템", () => {
  it("이미지별 코멘트: 텍스트 코멘트 추가 (현재 user_note 확장)", async () => {
    await comment(0, "하늘이 좋아요");
    await choose(1);
    await expect.poll(() => page.getByText("하늘이 좋아요").count()).toBe(0);
    await choose(0);
    await page.getByText("하늘이 좋아요").waitFor();
  });

  it("코멘트 히스토리: 시간순 코멘트 이력 관리", async () => {
    await comment(2, "첫째");
    await say("둘째");
    expect(await page.locator("article p").allTextContents()).toEqual(["첫째", "둘째"]);
    await page.getByRole("button", { name: "코멘트 바꾸기" }).first().click();
    await page.getByRole("textbox", { name: "코멘트 바꾸기" }).fill("첫째, 고침");
    await page.locator("article").getByRole("button", { name: "저장" }).click();
    await page.getByText("이전 내용 1개").click();
    await page.getByText(/· 첫째$/).waitFor();
  });

  it("@멘션: 팀원 태그 (추후 네트워크 공유 시)", async () => {
    await comment(3, "@지수 봐 주세요");
    expect(await page.locator("article strong").textContent()).toBe("@지수");
    await page.getByRole("tab", { name: "라이브러리" }).click();
    await page.getByRole("group", { name: "멘션된 사람" }).getByRole("button", { name: /지수/ }).click();
    expect(await found(page)).toBe(1);
  });

  it("인수 조건: 이미지별 코멘트 CRUD 동작", async () => {
    await comment(4, "처음");
    await page.getByRole("button", { name: "코멘트 바꾸기" }).click();
    await page.getByRole("textbox", { name: "코멘트 바꾸기" }).fill("다음");
    await page.locator("article").getByRole("button", { name: "저장" }).click();
    await page.locator("article").getByText("다음", { exact: true }).waitFor();
    await page.getByRole("button", { name: "코멘트 지우기" }).click();
    await page.getByText("아무개의 코멘트를 지웠습니다.").waitFor();
  });
});
