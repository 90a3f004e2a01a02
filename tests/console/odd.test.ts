import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { urlOf } from "@despliega/api";
import type { Browser } from "playwright-core";

import { apiServing } from "../api/protocols/support.js";
import { open, picture, startBrowser, violationsOf, withBrowser } from "./browser.js";
import { ODD_RELEASES } from "./odd-releases.js";

/** Every view of a model, and what shows that it is there. */
const VIEWS = [
  ["try", ".answer .number"],
  ["quality", ".panel"],
  ["releases", ".timeline li"],
  ["watch", ".note"],
  ["lineage", ".facts-list"],
] as const;

/** What a text holds that a program wrote where it should have known better. */
const SLIPS = /NaN|undefined|null|Infinity|\[object|`/g;

withBrowser.describe("the console with releases at the edges", () => {
  let browser: Browser;
  let url: string;

  beforeAll(async () => {
    browser = await startBrowser();
    const { server } = await apiServing(ODD_RELEASES);
    url = urlOf(server);
  });
  afterAll(async () => browser.close());

  test.each([
    [360, "es"],
    [1_280, "en"],
  ] as const)("shows every view in %d px, without a fault", async (width, language) => {
    const { page, errors, close } = await open(browser, url, { width, language });
    await page
      .locator("article")
      .nth(ODD_RELEASES.length - 1)
      .waitFor();
    await picture(page, `odd-home-${width}`);
    for (const { model } of ODD_RELEASES)
      for (const [view, ready] of VIEWS) {
        await page.goto(`${url}/#/model/${model}/${view}`);
        await page.locator(ready).first().waitFor();
        await picture(page, `odd-${model}-${view}-${width}`);
        const wide = await page.evaluate(
          "document.documentElement.scrollWidth - document.documentElement.clientWidth",
        );
        const slips = (await page.locator("main").innerText()).match(SLIPS);
        const [tab, bar] = await page.evaluate<readonly [number, number]>(`(() => {
          const tab = document.querySelector(".tabs [aria-current]");
          return [tab.getBoundingClientRect().right, tab.parentElement.getBoundingClientRect().right];
        })()`);
        expect([model, view, wide, slips, Math.max(0, tab - bar - 1)]).toEqual([
          ...[model, view, 0, null, 0],
        ]);
        if (width === 360)
          expect([model, view, await violationsOf(page)]).toEqual([model, view, []]);
      }
    await page.goto(`${url}/#/model/palabras/quality`);
    const values = page.locator(".metrics td.strong");
    await values.first().waitFor();
    for (const value of await values.all()) {
      const { x, width: wide } = (await value.boundingBox())!;
      expect(x + wide).toBeLessThanOrEqual(width);
    }
    expect(errors).toEqual([]);
    await close();
  });

  test("keeps the answer in sight of a form with many features", async () => {
    const { page, close } = await open(browser, `${url}/#/model/muchas/try`);
    await page.getByText("288 more features").waitFor();
    await page.getByText("280 others together").waitFor();
    expect(await page.evaluate("document.documentElement.scrollHeight < 4000")).toBe(true);
    await page.getByText("288 more features").click();
    await page.getByLabel("f299", { exact: true }).fill("x");
    await page.getByText("f299 is not a number that the model takes.").waitFor();
    await close();
  });

  test("scrolls to the answer of who asked below it, and to no answer that nobody asked for", async () => {
    const { page, close } = await open(browser, `${url}/#/model/doce/try`, { width: 360 });
    await page.locator(".answer .number").waitFor();
    expect(await page.evaluate("scrollY")).toBe(0);
    await page.getByRole("button", { name: "Ask", exact: true }).click();
    await page.waitForFunction(
      "Math.abs(document.querySelector('.answer h2').getBoundingClientRect().top) < 5",
    );
    await close();
  });

  test("takes what adding numbers leaves for nothing", async () => {
    const { page, close } = await open(browser, `${url}/#/model/doce/try`);
    await page.locator(".contributions").waitFor();
    const added = page.locator(".contributions tbody .numeric");
    expect(await added.allTextContents()).toEqual(["0", "0"]);
    await close();
  });

  test("writes texts of any direction apart from what is around them", async () => {
    const { page, close } = await open(browser, `${url}/#/model/palabras/try`);
    await page.locator(".contributions").waitFor();
    const direction = await page.evaluate(
      "getComputedStyle(document.querySelector('.question')).direction",
    );
    expect(direction).toBe("rtl");
    expect(await page.locator(".contributions th bdi").count()).toBe(6);
    await close();
  });
});
