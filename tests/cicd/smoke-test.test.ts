import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";

import { afterEach, beforeAll, describe, expect, test } from "@jest/globals";

import { SERVING } from "../support/release.js";
import { recordingAz } from "./support/recording-az.js";
import { runBash } from "./support/run-bash.js";
import { servedRelease } from "./support/served.js";

const smoke = (url: string, env: Readonly<Record<string, string>> = {}) =>
  runBash(["cicd/scripts/smoke-test.sh", url], {
    PATH: process.env.PATH ?? "",
    POLL_SECONDS: "0",
    DEADLINE_SECONDS: "20",
    ...env,
  });

describe("against an api that serves", () => {
  let api: Awaited<ReturnType<typeof servedRelease>>;
  beforeAll(async () => {
    api = await servedRelease();
  });

  test("it passes", async () => {
    expect(await smoke(api.url, { API_KEY: api.key })).toEqual({
      code: 0,
      stdout:
        "/api/user/…/caracteristicasriesgo answers as it should.\n" +
        "/api/user/…/prediccion answers as it should.\n",
      stderr: "",
    });
  });

  test("without the key that the api wants it fails", async () => {
    const ended = await smoke(api.url);
    expect(ended).toMatchObject({ code: 1, stdout: "" });
    expect(ended.stderr).toContain("401");
    expect(ended.stderr).toContain("/api/user/…/caracteristicasriesgo does not answer.");
  });
});

test("against an api that answers something else it fails", async () => {
  const api = await servedRelease({ description: { serving: { ...SERVING, answer: "result" } } });
  expect(await smoke(api.url, { API_KEY: api.key })).toEqual({
    code: 1,
    stdout: "/api/user/…/caracteristicasriesgo answers as it should.\n",
    stderr: "/api/user/…/prediccion answers, but not as it should.\n",
  });
});

describe("against a server of ours", () => {
  const FEATURES = {
    nb_previous_loans: 29,
    avg_amount_loans_previous: null,
    age: 59,
    years_on_the_job: 3,
    flag_own_car: 1,
  };
  const servers: ReturnType<typeof createServer>[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });
  const answering = async (
    features: unknown,
    prediction: unknown,
    ready: () => boolean = () => true,
  ) => {
    const tokens = new Set<string | undefined>();
    const server = createServer(({ url, headers }, response) => {
      tokens.add(headers.authorization);
      if (url === "/readyz") response.writeHead(ready() ? 200 : 503).end();
      else response.end(JSON.stringify(url!.endsWith("prediccion") ? prediction : features));
    });
    servers.push(server);
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, tokens };
  };

  test.each([
    ["a feature too few", { ...FEATURES, age: undefined }, { resultado: [0] }, 1],
    ["a feature too many", { ...FEATURES, name: 1 }, { resultado: [0] }, 1],
    ["a feature that is no number", { ...FEATURES, age: "59" }, { resultado: [0] }, 1],
    ["a class that is none", FEATURES, { resultado: [2] }, 1],
    ["a prediction with more to it", FEATURES, { resultado: [1], p: 1 }, 1],
    ["what is right", FEATURES, { resultado: [1] }, 0],
  ])("of %s it ends as it should", async (_, features, prediction, code) => {
    const { url } = await answering(features, prediction);
    expect((await smoke(url)).code).toBe(code);
  });

  test("it waits until the api is ready", async () => {
    let asked = 0;
    const { url } = await answering(FEATURES, { resultado: [0] }, () => ++asked > 3);
    expect((await smoke(url)).code).toBe(0);
    expect(asked).toBe(4);
  });

  test("an api that does not get ready fails it", async () => {
    const { url } = await answering(FEATURES, { resultado: [0] }, () => false);
    expect(await smoke(url, { DEADLINE_SECONDS: "0" })).toEqual({
      code: 1,
      stdout: "",
      stderr: `${url} did not get ready in time.\n`,
    });
  });

  test("it gets a token of Entra ID where the api wants one", async () => {
    const { url, tokens } = await answering(FEATURES, { resultado: [0] });
    const az = await recordingAz({ "account get-access-token": "a.b.c" });
    const ended = await smoke(url, { ...az.env, DESPLIEGA_ENTRA_AUDIENCE: "api://despliega" });
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    expect(az.calls()).toEqual([
      "account get-access-token --resource api://despliega --query accessToken --output tsv",
    ]);
    expect([...tokens]).toEqual(["Bearer a.b.c"]);
  });
});
