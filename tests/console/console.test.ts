import { execFile } from "node:child_process";
import { promisify } from "node:util";

import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { urlOf } from "@despliega/api";
import type { Browser } from "playwright-core";

import { apiServing } from "../api/protocols/support.js";
import { IN_BODY, OF_NEW, ROUTE_IN_BODY, USERS } from "../support/release.js";
import { open, startBrowser, withBrowser } from "./browser.js";
import { HOSTILE, RELEASES } from "./releases.js";

withBrowser.describe("the console", () => {
  let browser: Browser;
  let url: string;

  beforeAll(async () => {
    browser = await startBrowser();
    const { server } = await apiServing(RELEASES);
    url = urlOf(server);
  });
  afterAll(async () => browser.close());

  test("shows a card for each model, with its question and its headline figure", async () => {
    const { page, errors, close } = await open(browser, url);
    const card = page.locator("article", { hasText: "riesgo" });
    await card.locator(".number").waitFor();
    expect(await page.locator("article h2").allTextContents()).toEqual([
      "flores",
      "hostil",
      "riesgo",
    ]);
    expect(errors).toEqual([]);
    await close();
  });

  test("answers in its form as the api does, by key and by values", async () => {
    const { page, errors, close } = await open(browser, `${url}/#/model/riesgo/try`);
    for (const id of Object.keys(USERS)) {
      await page.getByLabel("id", { exact: true }).fill(id);
      const [answer] = await Promise.all([
        page.waitForResponse((response) => response.url().includes(`/api/user/${id}/`)),
        page.getByRole("button", { name: "Ask", exact: true }).click(),
      ]);
      const { resultado, probabilidad } = (await answer.json()) as {
        readonly resultado: readonly number[];
        readonly probabilidad: number;
      };
      const shown = page.locator(".answer");
      const percent = new Intl.NumberFormat("en-US", {
        style: "percent",
        minimumSignificantDigits: 3,
        maximumSignificantDigits: 3,
      }).format(probabilidad);
      await shown.getByText(percent, { exact: true }).waitFor();
      expect(await shown.locator(".number").textContent()).toBe(`${resultado[0]}`);
    }
    await page.getByRole("button", { name: "By values" }).click();
    await page.getByLabel("age", { exact: true }).fill("70.5");
    await page.getByText("age is not a number that the model takes.").waitFor();
    await page.getByLabel("age", { exact: true }).fill("70");
    const [asked] = await Promise.all([
      page.waitForRequest((request) => request.method() === "POST"),
      page.getByRole("button", { name: "Ask", exact: true }).click(),
    ]);
    expect(asked.postDataJSON()).toMatchObject({ age: 70 });
    expect(errors).toEqual([]);
    await close();
  });

  test.each([
    [IN_BODY, { nif: "12345678Z" }, { key: "12345678Z" }],
    [ROUTE_IN_BODY, { origin: "007", flight: "7" }, { key: { origin: "007", flight: 7 } }],
    [OF_NEW, { shop: "MAD", client: "7" }, { key: { shop: "MAD", client: 7 }, flag_own_car: 1 }],
  ])("asks for a key in a body, which it fills in where it is nobody's", async (of, key, body) => {
    const { server } = await apiServing([of]);
    const own = await open(browser, `${urlOf(server)}/#/model/${of.model}/try`);
    const { page } = own;
    const [first] = Object.keys(key);
    await page.getByLabel(first!, { exact: true }).waitFor();
    if (of === OF_NEW) await page.getByText("The release does not know this key").waitFor();
    else await page.getByText(`Fill in ${first} first.`).waitFor();
    for (const [name, value] of Object.entries(key))
      await page.getByLabel(name, { exact: true }).fill(value);
    const [answer] = await Promise.all([
      page.waitForResponse((response) => response.url().includes("/api/")),
      page.getByRole("button", { name: "Ask", exact: true }).click(),
    ]);
    expect(answer.request().postDataJSON()).toMatchObject(body);
    expect(answer.status()).toBe(200);
    await page.locator(".answer .number").waitFor();
    expect(await page.locator(".code pre").textContent()).toContain('"key":');
    await own.close();
  });

  test("shows a request that answers when it is run as it stands", async () => {
    const { page, close } = await open(browser, `${url}/#/model/flores/try`);
    await page.getByRole("button", { name: "JavaScript" }).click();
    const code = await page.locator(".code pre").textContent();
    const { stdout } = await promisify(execFile)(process.execPath, [
      ...["--input-type=module", "--eval", code!],
    ]);
    expect(stdout).toMatch(/^\{ clase: \[ .+ \] \}\n$/);
    await close();
  });

  test("takes names and categories of a hostile model for text", async () => {
    const { page, errors, close } = await open(browser, `${url}/#/model/hostil/try`);
    await page.locator(".answer .number").waitFor();
    expect(await page.locator("h1 + .question").textContent()).toBe(HOSTILE);
    expect(await page.locator("main img, main script").count()).toBe(0);
    expect(await page.title()).toBe("hostil · Try it · Despliega");
    expect(errors).toEqual([]);
    await close();
  });
});
