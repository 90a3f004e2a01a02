import { describe, expect, test } from "@jest/globals";

import { azuriteConnectionString } from "../../support/azurite.js";
import { promoteTiny, versionOf } from "../../support/release.js";
import { startSwitchedProxy } from "../../support/switched-proxy.js";
import { until } from "../../support/until.js";
import { failuresIn, metricAt, newStorage, predictionAt, start } from "./support.js";

const OLD = ['{"resultado":[0]}', `riesgo/${versionOf(1)}`];

/** A container with a champion behind a way that can be cut. */
const behindProxy = async () => {
  const proxy = await startSwitchedProxy(azuriteConnectionString());
  const { store, settings } = await newStorage(proxy.connectionString);
  await promoteTiny(store);
  return { proxy, store, settings };
};

interface Readiness {
  readonly models: readonly { readonly version: string; readonly staleSeconds?: number }[];
}

const readyAt = async (url: string): Promise<Readiness["models"][0]> =>
  ((await (await fetch(`${url}/readyz`)).json()) as Readiness).models[0]!;

describe("a storage that is lost", () => {
  test("leaves the release serving, and its age is shown until it is back", async () => {
    const { proxy, store, settings } = await behindProxy();
    const api = start({ ...settings, DESPLIEGA_REFRESH_SECONDS: "1" });
    const url = await api.ready();
    expect(await readyAt(url)).toEqual({ model: "riesgo", version: versionOf(1) });

    await proxy.off();
    await until(async () => (await readyAt(url)).staleSeconds, "staleSeconds");
    expect(await predictionAt(url)).toEqual(OLD);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    expect(await metricAt(url, "despliega_release_stale_seconds")).toBeGreaterThan(0);
    expect(await metricAt(url, "despliega_refresh_failures_total")).toBeGreaterThan(0);

    await promoteTiny(store, { version: versionOf(2) });
    await proxy.on();
    await until(
      async () => (await readyAt(url)).version === versionOf(2),
      "the release that was promoted meanwhile",
    );
    expect((await readyAt(url)).staleSeconds).toBeUndefined();
    await api.line(({ msg }) => msg === "refresh succeeds again");
    expect(failuresIn(api)).toEqual(["STORE_UNREACHABLE"]);
    expect(await metricAt(url, "despliega_release_stale_seconds")).toBe(0);
    await proxy.off();
  });
});

describe("a storage that cannot be reached at the start", () => {
  test("is waited for, alive but not ready, and served from once it is there", async () => {
    const { proxy, settings } = await behindProxy();
    await proxy.off();
    const api = start({ ...settings, DESPLIEGA_START_RETRY_SECONDS: "300" });
    const url = await api.listening();
    await api.line(({ msg }) => msg === "trying again");
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    for (const path of ["/readyz", "/ping", "/v2/health/ready", "/api/user/5008806/prediccion"])
      expect((await fetch(url + path)).status).toBe(503);
    await proxy.on();
    await api.ready();
    expect(await predictionAt(url)).toEqual(OLD);
    await proxy.off();
  });

  test("ends the api with one line when it does not come in time", async () => {
    const { proxy, settings } = await behindProxy();
    await proxy.off();
    const api = start({ ...settings, DESPLIEGA_START_RETRY_SECONDS: "4" });
    const { code, stderr } = await api.ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(/^STORE_UNREACHABLE: .+\n$/);
    expect(api.lines.filter(({ msg }) => msg === "trying again")).not.toEqual([]);
  });
});
