import { createServer, get } from "node:http";
import type { AddressInfo } from "node:net";

import {
  clientAddressOf,
  createCallerCheck,
  createLimiter,
  isDenial,
  MAX_CALLERS,
  readRateLimitSettings,
  subnetOf,
} from "@despliega/api";
import { describe, expect, test } from "@jest/globals";
import express from "express";
import { rateLimit } from "express-rate-limit";

import { headersOf } from "./authentication/support.js";

const incoming = (remoteAddress: string, forwarded?: string, url = "/v1/models") =>
  ({
    url,
    headers: forwarded === undefined ? {} : { "x-forwarded-for": forwarded },
    socket: { remoteAddress },
  }) as Parameters<ReturnType<typeof createCallerCheck>>[0];

describe("a caller", () => {
  test("may send up to the limit in a minute, and then learns when to go on", () => {
    const limiter = createLimiter(3);
    for (const now of [1_000, 1_000, 20_000]) expect(limiter("web", now)).toBeUndefined();
    const denial = limiter("web", 44_500)!;
    expect(denial.code).toBe("RATE_LIMITED");
    expect(headersOf(denial)).toEqual({
      "retry-after": 17,
      ratelimit: '"3-in-1min"; r=0; t=17',
      "ratelimit-policy": '"3-in-1min"; q=3; w=60',
    });
    expect(limiter("web", 60_999)).toBeDefined();
    expect(limiter("web", 61_000)).toBeUndefined();
  });

  test("beyond the limit does not hold up another", () => {
    const limiter = createLimiter(1);
    limiter("web", 0);
    expect(limiter("web", 0)).toBeDefined();
    expect(limiter("batch", 0)).toBeUndefined();
  });

  test("callers without number make the table forget those who rest, and nobody who goes on", () => {
    const limiter = createLimiter(1);
    limiter("web", 0);
    limiter("rests", 0);
    for (let i = 0; i < 2 * MAX_CALLERS; i++) {
      limiter(`caller ${i}`, 0);
      if (i % 1_000 === 0) expect(limiter("web", 0)).toBeDefined();
    }
    expect(limiter("rests", 0)).toBeUndefined();
  });

  test("who was answered for more rows than the limit is refused from the next request on", () => {
    const check = createCallerCheck(() => ({ name: "web", kind: "key" }), {
      limit: 0,
      rowLimit: 100,
      trustProxy: undefined,
    });
    const web = { name: "web", kind: "key" } as const;
    const now = performance.now();
    check.countRows!(incoming("10.0.0.1"), web, 99);
    expect(check(incoming("10.0.0.1"), now)).toEqual(web);
    check.countRows!(incoming("10.0.0.1"), web, 5_000);
    expect(check(incoming("10.0.0.1"), now)).toMatchObject({ code: "RATE_LIMITED" });
    expect(headersOf(check(incoming("10.0.0.1"), now) as never)["ratelimit-policy"]).toBe(
      '"100-rows-in-1min"; q=100; w=60',
    );
  });
});

test("the headers are those of express-rate-limit, but for the key in the policy", async () => {
  const app = express();
  app.use(
    rateLimit({ limit: 2, windowMs: 60_000, standardHeaders: "draft-8", legacyHeaders: false }),
  );
  const server = createServer(app);
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  const ask = async () =>
    new Promise<Readonly<Record<string, unknown>>>((resolve) =>
      get({ port, host: "127.0.0.1", agent: false }, (answer) => resolve(answer.resume().headers)),
    );
  await ask();
  await ask();
  const theirs = await ask();
  server.close();

  const limiter = createLimiter(2);
  limiter("caller", 0);
  limiter("caller", 0);
  const ours = headersOf(limiter("caller", 0)!);
  const withoutSeconds = (value: unknown) => String(value).replace(/t=\d+$/, "t=");
  expect(withoutSeconds(ours["ratelimit"])).toBe(withoutSeconds(theirs["ratelimit"]));
  expect(ours["ratelimit-policy"]).toBe(
    String(theirs["ratelimit-policy"]).replace(/; pk=:[^:]+:/, ""),
  );
});

describe("the address of a caller", () => {
  test.each<readonly [string, Parameters<typeof clientAddressOf>[0], string | undefined, string]>([
    ["is the socket's without proxies", undefined, "203.0.113.9", "10.0.0.1"],
    ["is the socket's when nothing was forwarded", 1, undefined, "10.0.0.1"],
    ["is what the only proxy saw", 1, "6.6.6.6, 203.0.113.9", "203.0.113.9"],
    ["is what the first of two proxies saw", 2, "6.6.6.6, 203.0.113.9, 10.0.0.2", "203.0.113.9"],
    ["is what a known proxy saw", ["10.0.0.0/8"], "6.6.6.6, 203.0.113.9", "203.0.113.9"],
    ["goes past every known proxy", ["uniquelocal"], "203.0.113.9, 10.0.0.3", "203.0.113.9"],
    [
      "goes past a known proxy's port",
      ["uniquelocal"],
      "203.0.113.9:51, 10.0.0.3:52",
      "203.0.113.9",
    ],
    [
      "goes past a known proxy's IPv6 port",
      ["uniquelocal"],
      "[2001:db8::9]:51, [fd00::3]:52",
      "2001:db8::9",
    ],
    ["goes past ports by count as well", 2, "203.0.113.9:51, 10.0.0.3:52", "203.0.113.9"],
    ["is the socket's if the proxy is not a known one", ["192.0.2.1"], "203.0.113.9", "10.0.0.1"],
    ["does not hold the port that Azure adds", 1, "203.0.113.9:51734", "203.0.113.9"],
    ["does not hold the port of IPv6 either", 1, "[2001:db8::9]:51734", "2001:db8::9"],
    ["is the socket's when the header is no address", 1, "unknown", "10.0.0.1"],
  ])("%s", (_what, trustProxy, forwarded, address) =>
    expect(clientAddressOf(trustProxy)(incoming("10.0.0.1", forwarded))).toBe(address),
  );

  test("is unknown once the socket is gone", () => {
    const gone = { ...incoming(""), socket: {} } as ReturnType<typeof incoming>;
    expect(clientAddressOf(undefined)(gone)).toBe("unknown");
    expect(clientAddressOf(1)(gone)).toBe("unknown");
  });
});

describe("an address counts", () => {
  test.each([
    ["203.0.113.9", "203.0.113.9"],
    ["::ffff:203.0.113.9", "203.0.113.9"],
    ["unknown", "unknown"],
  ])("%s as %s", (address, subnet) => {
    expect(subnetOf(address)).toBe(subnet);
    expect(subnetOf(address)).toBe(subnet);
  });

  test("in IPv6 with its neighbours in the same /56", () => {
    const own = subnetOf("2001:db8:0:1234::1");
    expect(subnetOf("2001:db8:0:12ff:9::9")).toBe(own);
    expect(subnetOf("2001:db8:0:1334::1")).not.toBe(own);
  });

  test.each(["fe80::1%eth0", "::", "::1"])("%s without an error", (address) =>
    expect(subnetOf(address)).toEqual(expect.any(String)),
  );
});

describe("the check of the caller", () => {
  const limited = { limit: 1, trustProxy: undefined };

  test("counts a key by its name, wherever it is used", () => {
    const checkCaller = createCallerCheck(() => ({ name: "web", kind: "key" }), limited);
    expect(checkCaller(incoming("10.0.0.1"), 0)).toMatchObject({ name: "web" });
    expect(checkCaller(incoming("10.0.0.2"), 0)).toMatchObject({ code: "RATE_LIMITED" });
  });

  test("counts a token by its owner once it is verified", async () => {
    const checkCaller = createCallerCheck(
      async () => ({ name: "object-1", kind: "entra" }),
      limited,
    );
    expect(await checkCaller(incoming("10.0.0.1"), 0)).toMatchObject({ name: "object-1" });
    expect(await checkCaller(incoming("10.0.0.2"), 0)).toMatchObject({ code: "RATE_LIMITED" });
  });

  test.each([
    ["nobody is asked", { name: "anonymous", kind: "anonymous" }],
    ["they are refused", { code: "UNAUTHENTICATED", headers: [] }],
  ] as const)("counts callers by address where %s", (_what, outcome) => {
    const checkCaller = createCallerCheck(() => outcome, limited);
    expect(checkCaller(incoming("10.0.0.1"), 0)).toBe(outcome);
    expect(checkCaller(incoming("10.0.0.1"), 0)).toMatchObject({ code: "RATE_LIMITED" });
    expect(checkCaller(incoming("10.0.0.2"), 0)).toBe(outcome);
  });

  test("counts each client by itself behind two known proxies that write ports", () => {
    const checkCaller = createCallerCheck(() => ({ name: "anonymous", kind: "anonymous" }), {
      limit: 1,
      trustProxy: ["10.0.0.0/8"],
    });
    for (const client of ["203.0.113.9", "203.0.113.10", "203.0.113.11"]) {
      const from = (port: number) => incoming("10.0.0.1", `${client}:${port}, 10.0.0.2:${port}`);
      expect(checkCaller(from(50_001), 0)).toMatchObject({ kind: "anonymous" });
      expect(checkCaller(from(50_002), 0)).toMatchObject({ code: "RATE_LIMITED" });
    }
  });

  test("does not count where there is no limit", () => {
    const checkCaller = createCallerCheck(() => ({ name: "web", kind: "key" }), {
      ...limited,
      limit: 0,
    });
    for (let i = 0; i < 1_000; i++)
      expect(isDenial(checkCaller(incoming("::1"), 0) as never)).toBe(false);
  });

  test.each([
    ["/healthz", true],
    ["/readyz", true],
    ["/readyz?verbose", true],
    ["/metrics", false],
    ["/docs/page.html", false],
    ["/docs/../metrics", false],
    ["/docsx", false],
    ["//", false],
    ["/openapi.json", false],
    ["/healthz/../metrics", false],
    ["/readyzz", false],
    ["//healthz", false],
    ["http://host/healthz", false],
    ["", false],
  ])("%s is a probe: %s", (url, open) => {
    const checkCaller = createCallerCheck(
      () => ({ code: "UNAUTHENTICATED", headers: [] }),
      limited,
    );
    for (let i = 0; i < 3; i++)
      expect(!isDenial(checkCaller(incoming("::1", undefined, url), 0) as never)).toBe(open);
  });
});

describe.each(["/", "/?q", "/docs", "/docs?x", "/docs/page.css", "/docs/page.js"])("%s", (url) => {
  const refused = { code: "UNAUTHENTICATED", headers: [] } as const;

  test("is answered to callers without a key, and counted", () => {
    const checkCaller = createCallerCheck(() => refused, { limit: 1, trustProxy: undefined });
    const from = incoming("10.0.0.1", undefined, url);
    expect(checkCaller(from, 0)).toMatchObject({ kind: "anonymous" });
    expect(checkCaller(from, 0)).toMatchObject({ code: "RATE_LIMITED" });
  });
});

describe("the settings", () => {
  test("leave a caller a thousand requests a second unless they say otherwise", () => {
    expect(readRateLimitSettings({})).toEqual({
      limit: 60_000,
      rowLimit: 0,
      subjectLimit: 1_000,
      trustProxy: undefined,
    });
    expect(
      readRateLimitSettings({ DESPLIEGA_RATE_LIMIT: "0", DESPLIEGA_TRUST_PROXY: "0" }),
    ).toEqual({
      limit: 0,
      rowLimit: 0,
      subjectLimit: 1_000,
      trustProxy: undefined,
    });
  });

  test.each([
    ["1", 1],
    ["10.0.0.1", ["10.0.0.1"]],
    ["loopback, 10.0.0.0/8,2001:db8::/32", ["loopback", "10.0.0.0/8", "2001:db8::/32"]],
  ])("take DESPLIEGA_TRUST_PROXY=%s", (text, trustProxy) =>
    expect(readRateLimitSettings({ DESPLIEGA_TRUST_PROXY: text })).toMatchObject({ trustProxy }),
  );

  test.each([
    ["DESPLIEGA_RATE_LIMIT", "-1"],
    ["DESPLIEGA_RATE_LIMIT", "1.5"],
    ["DESPLIEGA_RATE_LIMIT", "many"],
    ["DESPLIEGA_TRUST_PROXY", "true"],
    ["DESPLIEGA_TRUST_PROXY", "10"],
    ["DESPLIEGA_TRUST_PROXY", "10.0.0.0/99"],
    ["DESPLIEGA_TRUST_PROXY", "proxy.example.com"],
  ])("refuse %s=%s by its name, without the value", (name, value) => {
    const read = () => readRateLimitSettings({ [name]: value });
    expect(read).toThrow(new RegExp(`^${name}: must be`));
    if (name === "DESPLIEGA_TRUST_PROXY") expect(read).not.toThrow(`=${value}`);
  });
});
