import { describe, expect, it } from "vitest";
import { Steps } from "./steps";

// One test for every bullet and the acceptance line of section 5.2 of the specification; each name quotes its line.

const steps = new Steps();

async function say(body: string): Promise<void> {
  await steps.page.getByRole("textbox", { name: "코멘트 쓰기" }).fill(body);
  await steps.page.getByRole("button", { name: "코멘트 달기" }).click();
  await steps.page
    .locator("article")
    .getByText(body.replace(/^@\S+ /, ""))
    .waitFor();
}

async function comment(at: number, body: string): Promise<void> {
  await steps.found();
  await steps.choose(at);
  await steps.page.keyboard.press("i");
  await say(body);
}

describe("5.2 코멘트 시스템", () => {
  it("이미지별 코멘트: 텍스트 코멘트 추가 (현재 user_note 확장)", async () => {
    await comment(0, "하늘이 좋아요");
    await steps.choose(1);
    await expect.poll(() => steps.page.getByText("하늘이 좋아요").count()).toBe(0);
    await steps.choose(0);
    await steps.page.getByText("하늘이 좋아요").waitFor();
  });

  it("코멘트 히스토리: 시간순 코멘트 이력 관리", async () => {
    await comment(2, "첫째");
    await say("둘째");
    expect(await steps.page.locator("article p").allTextContents()).toEqual(["첫째", "둘째"]);
    await steps.page.getByRole("button", { name: "코멘트 바꾸기" }).first().click();
    await steps.page.getByRole("textbox", { name: "코멘트 바꾸기" }).fill("첫째, 고침");
    await steps.page.locator("article").getByRole("button", { name: "저장" }).click();
    await steps.page.getByText("이전 내용 1개").click();
    await steps.page.getByText(/· 첫째$/).waitFor();
  });

  it("@멘션: 팀원 태그 (추후 네트워크 공유 시)", async () => {
    await comment(3, "@지수 봐 주세요");
    expect(await steps.page.locator("article strong").textContent()).toBe("@지수");
    await steps.page.getByRole("tab", { name: "라이브러리" }).click();
    await steps.page.getByRole("group", { name: "멘션된 사람" }).getByRole("button", { name: /지수/ }).click();
    expect(await steps.found()).toBe(1);
  });

  it("인수 조건: 이미지별 코멘트 CRUD 동작", async () => {
    await comment(4, "처음");
    await steps.page.getByRole("button", { name: "코멘트 바꾸기" }).click();
    await steps.page.getByRole("textbox", { name: "코멘트 바꾸기" }).fill("다음");
    await steps.page.locator("article").getByRole("button", { name: "저장" }).click();
    await steps.page.locator("article").getByText("다음", { exact: true }).waitFor();
    await steps.page.getByRole("button", { name: "코멘트 지우기" }).click();
    await steps.page.getByText("익명의 코멘트를 지웠습니다.").waitFor();
    await expect.poll(() => steps.page.locator("article").getByText("다음", { exact: true }).count()).toBe(0);
  });
});
