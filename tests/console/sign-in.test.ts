import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import { createAuthenticator, createCallerCheck, readAuthSettings, urlOf } from "@despliega/api";
import { startTokenIssuer } from "despliega/start/token-issuer.js";
import type { Browser, Page } from "playwright-core";

import { apiServing } from "../api/protocols/support.js";
import { capturedLog } from "../api/support.js";
import { SENSITIVE, versionOf } from "../support/release.js";
import { authorisationOn } from "../support/sensitive.js";
import { open, picture, startBrowser, violationsOf, withBrowser, type Opened } from "./browser.js";
import { PARTS } from "./releases.js";

const LIMITS = { limit: 0, trustProxy: undefined } as const;

withBrowser.describe("signing in on the console", () => {
  const origins: string[] = [];
  const ends: (() => Promise<unknown>)[] = [];
  let browser: Browser;
  let url: string;
  let authority: string;
  let opened: Opened | undefined;

  beforeAll(async () => {
    browser = await startBrowser();
    const stop = {
      requested: false,
      add: async (end: () => Promise<unknown>) => void ends.push(end),
      now: async () => {},
    };
    const { environment } = await startTokenIssuer(stop, { origins, roles: ["vih.predict"] });
    const settings = readAuthSettings(environment, "127.0.0.1");
    if (settings.mode !== "entra") throw new Error(settings.mode);
    const { signIn } = settings;
    authority = new URL(signIn!.authority).origin;
    const { logger } = capturedLog();
    const authenticate = await createAuthenticator(settings, { logger, timeout: 60_000 });
    const { server } = await apiServing(
      [{ parts: PARTS }, { model: "vih", version: versionOf(3), description: SENSITIVE }],
      {
        checkCaller: createCallerCheck(authenticate, LIMITS),
        authorisation: authorisationOn(undefined, { authContext: settings.authContext }),
        authMode: "entra",
        signIn,
      },
    );
    url = urlOf(server);
    origins.push(url);
  });
  afterEach(async () => opened?.close());
  afterAll(async () => {
    await browser.close();
    for (const end of ends) await end();
  });

  const at = async (view: string): Promise<Opened> => (opened = await open(browser, url + view));
  const goThere = (page: Page) => page.getByRole("button", { name: /^Sign in at 127/ }).click();
  const kept = (page: Page) => page.evaluate("localStorage.length + sessionStorage.length");

  test("leads to the view that was left, with a token in memory only", async () => {
    const { page, errors } = await at("/#/model/riesgo/quality");
    await page.getByRole("button", { name: /^Sign in at/ }).waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await picture(page, "sign-in");
    const seen: string[] = [];
    page.on("request", (request) => seen.push(request.url()));
    await goThere(page);
    await page.locator(".threshold output").waitFor();
    expect(page.url()).toBe(`${url}/#/model/riesgo/quality`);
    expect(await kept(page)).toBe(0);
    expect(await page.evaluate("document.cookie")).toBe("");
    const codes = seen.filter((one) => /[?&]code=/.test(one));
    expect(codes).toEqual([]);
    expect(seen.filter((one) => one.endsWith("/token"))).toHaveLength(1);
    expect(errors).toEqual([]);
    await page.reload();
    await page.getByRole("heading", { name: "Who is asking?" }).waitFor();
  });

  test("asks for a second factor where a model about people wants one", async () => {
    const { page, errors } = await at("/#/model/vih/try");
    await goThere(page);
    await page.getByText("wants a token from a sign-in with a second factor").waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await picture(page, "sign-in-second-factor");
    await goThere(page);
    await page.getByLabel("patient_id", { exact: true }).fill("somebody");
    await page.getByRole("button", { name: "Ask", exact: true }).click();
    await page.locator(".answer .number").waitFor();
    expect(errors).toEqual([]);
  });

  test("takes no code that the page did not ask for", async () => {
    const { page } = await at("/#code=stolen&state=guessed");
    await page.getByRole("button", { name: /^Sign in at/ }).waitFor();
    expect(page.url()).toBe(`${url}/`);
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    await page.route(`${authority}/**/authorize?*`, async (route) => {
      const location = `${url}/#code=stolen&state=guessed`;
      await route.fulfill({ status: 302, headers: { location } });
    });
    await goThere(page);
    await page.getByText("The sign-in gave no token.").waitFor();
    expect(page.url()).toBe(`${url}/`);
    expect(await kept(page)).toBe(0);
    expect(asked.filter((one) => one.endsWith("/token"))).toEqual([]);
  });

  test("says why the authority gave no code, and leaves a token to be pasted", async () => {
    const { page } = await at("/");
    await page.route(`${authority}/**/authorize?*`, async (route) => {
      const state = new URL(route.request().url()).searchParams.get("state");
      const location = `${url}/#error=access_denied&error_description=%3Cb%3E&state=${state}`;
      await route.fulfill({ status: 302, headers: { location } });
    });
    await goThere(page);
    await page.getByText("access_denied").waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.getByText("Or paste a token").click();
    await page.getByLabel("Token").waitFor();
  });

  test("takes no tokens of another sign-in", async () => {
    const { page } = await at("/");
    await page.route(`${authority}/**/token`, async (route) => {
      const answer = await route.fetch();
      const tokens = (await answer.json()) as { readonly id_token: string };
      const [head, , signature] = tokens.id_token.split(".");
      const claims = btoa(JSON.stringify({ nonce: "another", aud: "another" }));
      await route.fulfill({
        response: answer,
        json: { ...tokens, id_token: [head, claims, signature].join(".") },
      });
    });
    await goThere(page);
    await page.getByText("The sign-in gave no token.").waitFor();
    expect(await page.getByRole("button", { name: "Forget the key" }).count()).toBe(0);
  });

  test("the page may send requests to the authority, and no other answer may", async () => {
    const policy = async (path: string) =>
      (await fetch(url + path, { headers: { accept: "text/html" } })).headers.get(
        "content-security-policy",
      )!;
    expect(await policy("/")).toContain(`;connect-src 'self' ${authority};`);
    expect((await policy("/")).replace(` ${authority}`, "")).toBe(await policy("/docs"));
  });
});
