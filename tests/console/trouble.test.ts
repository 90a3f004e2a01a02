import { readFile } from "node:fs/promises";

import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import {
  createAuthenticator,
  createCallerCheck,
  readAuthSettings,
  urlOf,
  type Denial,
} from "@despliega/api";
import { memoryBlobStore, promote, type BlobStore } from "@despliega/storage";
import type { Browser } from "playwright-core";

import { apiServing } from "../api/protocols/support.js";
import { capturedLog } from "../api/support.js";
import { move, publishTiny, SENSITIVE, versionOf } from "../support/release.js";
import { AUDIENCE, startTokenIssuer } from "../support/token-issuer.js";
import { open, startBrowser, violationsOf, withBrowser, type Opened } from "./browser.js";
import { PARTS } from "./releases.js";

const LIMITS = { limit: 0, trustProxy: undefined } as const;

/** A store that can be away. */
const storeThatLeaves = () => {
  const inner = memoryBlobStore();
  let isAway = false;
  const store: BlobStore = {
    ...inner,
    read: async (name) => {
      if (isAway) throw new Error("away");
      return inner.read(name);
    },
    stream: (name) => {
      if (isAway) throw new Error("away");
      return inner.stream(name);
    },
  };
  return {
    store,
    leave: () => {
      isAway = true;
    },
  };
};

withBrowser.describe("the console in trouble", () => {
  let browser: Browser;
  let opened: Opened | undefined;

  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterEach(async () => opened?.close());
  afterAll(async () => browser.close());

  const at = async (url: string) => {
    opened = await open(browser, url);
    return opened.page;
  };

  test("shows a release that is swapped in while the page is open", async () => {
    const store = memoryBlobStore();
    const { server, releases } = await apiServing([{ version: versionOf(1) }], { store });
    const page = await at(`${urlOf(server)}/#/model/riesgo/try`);
    await page.locator(".model-head .version", { hasText: versionOf(1) }).waitFor();
    await publishTiny(store, { version: versionOf(2) });
    await promote(store, "riesgo", versionOf(2), move);
    await releases.refresh("riesgo");
    await page.locator(".model-head .version", { hasText: versionOf(2) }).waitFor();
    await page.locator(".answer .small", { hasText: versionOf(2) }).waitFor();
  });

  test("says that the storage is away, and still answers by what is loaded", async () => {
    const { store, leave } = storeThatLeaves();
    const { server } = await apiServing([{ parts: PARTS }], { store });
    leave();
    const page = await at(`${urlOf(server)}/#/model/riesgo/quality`);
    await page.getByText("The storage cannot be read just now.").first().waitFor();
    await page.goto(`${urlOf(server)}/#/model/riesgo/try`);
    await page.locator(".answer .number").waitFor();
  });

  test("tells the operator why a damaged release is not taken, and answers by the old one", async () => {
    const store = memoryBlobStore();
    const { server, releases } = await apiServing([{ version: versionOf(1) }], { store });
    await publishTiny(store, { version: versionOf(2), wrongGolden: true });
    await promote(store, "riesgo", versionOf(2), move);
    await releases.refresh("riesgo");
    const page = await at(`${urlOf(server)}/#/operate`);
    await page.getByText("golden").first().waitFor();
    await page.goto(`${urlOf(server)}/#/model/riesgo/try`);
    await page.locator(".answer .small", { hasText: versionOf(1) }).waitFor();
  });

  test("says that models are still being loaded", async () => {
    const { server } = await apiServing([]);
    const page = await at(`${urlOf(server)}/#/model/riesgo/try`);
    await page.getByText("The api is still loading its models.").waitFor();
    expect(await violationsOf(page)).toEqual([]);
  });

  test.each<readonly [Denial, string]>([
    [{ code: "OVERLOADED", headers: [] }, "The api has too much to do just now."],
    [{ code: "RATE_LIMITED", headers: ["retry-after", 7] }, "It answers again in 7 s."],
    [{ code: "FORBIDDEN", headers: [] }, "Your key or token lacks the role for this."],
  ])("says what helps after %j", async (denial, sentence) => {
    const check = createCallerCheck(() => denial, LIMITS);
    const { server } = await apiServing([{}], { checkCaller: check });
    const page = await at(urlOf(server));
    await page.getByText(sentence).waitFor();
  });

  test("says that the api is away, beside the newest answer that came", async () => {
    const { server } = await apiServing([{}]);
    const page = await at(urlOf(server));
    await page.locator("article .number").waitFor();
    await page.context().setOffline(true);
    await page.getByText("The api cannot be reached.").waitFor();
    expect(await page.locator("article .number").count()).toBe(1);
  });

  test("asks for a token, says when one has expired, and keeps a good one in memory only", async () => {
    const issuer = await startTokenIssuer();
    const settings = readAuthSettings(
      {
        DESPLIEGA_AUTH: "entra",
        DESPLIEGA_ENTRA_ISSUER: issuer.issuer,
        DESPLIEGA_ENTRA_JWKS_URL: issuer.jwksUrl,
        DESPLIEGA_ENTRA_AUDIENCE: AUDIENCE,
      },
      "127.0.0.1",
    );
    const authenticate = await createAuthenticator(settings, { logger: capturedLog().logger });
    const { server } = await apiServing(
      [{ parts: PARTS }, { model: "vih", version: versionOf(3), description: SENSITIVE }],
      { checkCaller: createCallerCheck(authenticate, LIMITS) },
    );
    const page = await at(urlOf(server));
    const signIn = async (token: string): Promise<void> => {
      await page.getByLabel("Token").fill(token);
      await page.getByRole("button", { name: "Go on" }).click();
    };
    await page.getByRole("heading", { name: "Who is asking?" }).waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await signIn(await issuer.sign({}, { at: Math.floor(Date.now() / 1_000) - 10_000 }));
    await page.getByText("The api did not take it.").waitFor();
    await signIn(await issuer.sign());
    await page.locator("article .number").waitFor();
    await page.getByText("About people.").waitFor();
    expect(await page.evaluate("localStorage.length + sessionStorage.length")).toBe(0);
    expect(await page.evaluate("document.cookie")).toBe("");
    await page.goto(`${urlOf(server)}/#/model/riesgo/quality`);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Save the whole report" }).click(),
    ]);
    expect(download.suggestedFilename()).toBe(`riesgo-${versionOf(1)}.html`);
    expect(await readFile(await download.path(), "utf8")).toContain("<p>Good</p>");
    await page.getByRole("button", { name: "Forget the key" }).click();
    await page.getByRole("heading", { name: "Who is asking?" }).waitFor();
    await issuer.close();
  });
});
