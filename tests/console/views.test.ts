import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { urlOf } from "@despliega/api";
import { memoryBlobStore, promote, publishMonitoring, type BlobStore } from "@despliega/storage";
import type { Browser } from "playwright-core";

import { apiServing } from "../api/protocols/support.js";
import { move, publishTiny, versionOf } from "../support/release.js";
import { monitored } from "../trainer/report/monitoring-sample.js";
import { open, picture, startBrowser, violationsOf, withBrowser, type Look } from "./browser.js";
import { PARTS, RELEASES } from "./releases.js";

const LOOKS: readonly Look[] = [
  { language: "en", scheme: "light", width: 1_280 },
  { language: "es", scheme: "dark", width: 360 },
  { language: "en", scheme: "dark", width: 1_280 },
  { language: "es", scheme: "light", width: 360 },
];

/** Every view, and what shows that it is there. */
const VIEWS = [
  ["home", "", "article .number"],
  ["try", "model/riesgo/try", ".answer .number"],
  ["classes", "model/flores/try", ".class-bars"],
  ["quality", "model/riesgo/quality", ".threshold output"],
  ["releases", "model/riesgo/releases", ".differences"],
  ["watch", "model/riesgo/watch", ".drift"],
  ["lineage", "model/riesgo/lineage", ".facts-list"],
  ["operate", "operate", ".figures"],
] as const;

withBrowser.describe("the views of the console", () => {
  let browser: Browser;
  let store: BlobStore;
  let url: string;

  beforeAll(async () => {
    browser = await startBrowser();
    store = memoryBlobStore();
    await publishTiny(store, { version: versionOf(1), parts: PARTS });
    await promote(store, "riesgo", versionOf(1), move);
    await publishMonitoring(store, { document: monitored, at: new Date(), summary: "." });
    const [riesgo, ...others] = RELEASES;
    const { server } = await apiServing([{ ...riesgo, version: versionOf(2) }, ...others], {
      store,
      isOperator: () => true,
    });
    url = urlOf(server);
  });
  afterAll(async () => browser.close());

  test.each(LOOKS)("have nothing that axe-core finds wrong, in %j", async (look) => {
    const { page, errors, close } = await open(browser, url, look);
    for (const [name, view, ready] of VIEWS) {
      await page.goto(`${url}/#/${view}`);
      await page.locator(ready).first().waitFor();
      expect([name, await violationsOf(page)]).toEqual([name, []]);
      const wide = await page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth",
      );
      expect([name, wide]).toEqual([name, 0]);
      await picture(page, `${name}-${look.language}-${look.scheme}-${look.width}`);
    }
    expect(errors).toEqual([]);
    await close();
  });

  test("show what another threshold would do, and change nothing", async () => {
    const { page, close } = await open(browser, `${url}/#/model/riesgo/quality`);
    const asked: string[] = [];
    page.on("request", (request) => asked.push(`${request.method()} ${request.url()}`));
    const slider = page.getByRole("slider", { name: "Threshold" });
    await slider.waitFor();
    expect(await page.locator(".threshold").textContent()).toContain(
      "25 flagged, 15 of them right",
    );
    asked.length = 0;
    await slider.press("Home");
    const text = await page.locator(".threshold").textContent();
    expect(text).toContain("100 flagged, 20 of them right; 0 missed.");
    expect(text).toContain("15 in force");
    expect(asked).toEqual([]);
    await page.getByRole("button", { name: "Back to the one in force" }).click();
    expect(await slider.getAttribute("aria-valuetext")).toBe("0.5 (in force)");
    await close();
  });

  test("show two releases beside each other, and who moved the pointer", async () => {
    const { page, close } = await open(browser, `${url}/#/model/riesgo/releases`);
    await page.locator(".differences").waitFor();
    const heads = await page.locator(".differences thead th").allTextContents();
    expect(heads.slice(0, 2)).toEqual([versionOf(2), versionOf(1)]);
    await page.locator(".timeline li").first().waitFor();
    expect(await page.locator(".timeline li").allTextContents()).toEqual([
      expect.stringContaining(`Promoted ${versionOf(2)} in service`),
      expect.stringContaining(`by ${move.by}`),
    ]);
    await close();
  });

  test("print what they show, without what only a screen can do", async () => {
    const { page, close } = await open(browser, `${url}/#/model/riesgo/quality`);
    await page.locator(".threshold output").waitFor();
    await page.emulateMedia({ media: "print" });
    expect(await page.getByRole("heading", { name: "riesgo" }).isVisible()).toBe(true);
    expect(await page.locator(".top-bar nav").isVisible()).toBe(false);
    expect(await page.getByRole("button").filter({ visible: true }).count()).toBe(0);
    await picture(page, "quality-print");
    await close();
  });

  test("show drifted features first", async () => {
    const { page, close } = await open(browser, `${url}/#/model/riesgo/watch`);
    await page.locator(".drift li").first().waitFor();
    const names = await page.locator(".drift .name").allTextContents();
    const drifted = names.map((name) => name.includes("drifted"));
    expect(drifted).toContain(true);
    expect(drifted.lastIndexOf(true)).toBeLessThan(drifted.indexOf(false));
    await close();
  });

  test("are reached and used by keyboard alone", async () => {
    const { page, close } = await open(browser, url);
    await page.locator("article h2 a").first().waitFor();
    const focused = () => page.evaluate<string>("document.activeElement.textContent");
    await page.keyboard.press("Tab");
    expect(await focused()).toBe("Skip to the content");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    expect(await focused()).toBe("flores");
    await page.keyboard.press("Enter");
    await page.locator(".answer .number").waitFor();
    expect(page.url()).toBe(`${url}/#/model/flores/try`);
    await close();
  });

  test("do not move while they load", async () => {
    const { page, close } = await open(browser, url);
    await page.evaluate(`
      window.moved = 0;
      new PerformanceObserver((list) => {
        for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) moved += value;
      }).observe({ type: "layout-shift", buffered: true })`);
    await page.locator("article .number").first().waitFor();
    await page.waitForTimeout(500);
    expect(await page.evaluate("moved")).toBeLessThan(0.1);
    await close();
  });
});
