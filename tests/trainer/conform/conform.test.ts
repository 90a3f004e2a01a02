import { createHash } from "node:crypto";
import { createServer } from "node:http";

import { createAuthenticator, createCallerCheck, listen, stop, urlOf } from "@despliega/api";
import { describe, expect, test } from "@jest/globals";

import { apiServing } from "../../api/protocols/support.js";
import { capturedLog } from "../../api/support.js";
import { OF_NEW, versionOf, WITH_QUESTION } from "../../support/release.js";
import { VALUES } from "../../support/values-release.js";
import { runCommand } from "../support/command-line.js";
import { behind, checksThat, results } from "./support.js";

const ROW = JSON.stringify({
  nb_previous_loans: 2,
  avg_amount_loans_previous: null,
  age: 23,
  years_on_the_job: 1,
  flag_own_car: 0,
});
const CHURN = {
  model: "churn",
  version: versionOf(2),
  description: { serving: { by: "row", answer: "left" } },
} as const;

const WHOLE = { message: "45 passed, 0 failed, 0 skipped.", passed: 45, failed: 0, skipped: 0 };

describe("our own api passes every check", () => {
  test.each([
    ["with a classification", {}, []],
    ["with a regression", { description: { task: "regression" } }, []],
    ["with a model of names, booleans and bounds", VALUES, []],
    ["with a model by key with features of the request", WITH_QUESTION, []],
    ["with one that answers for every key", OF_NEW, []],
    ["with a row of the caller's, a missing value among its features", {}, ["--row", ROW]],
  ] as const)("%s", async (_, tiny, options) => {
    const { server } = await apiServing([tiny]);
    const { code, lines } = await runCommand({}, "conform", urlOf(server), ...options);
    expect(lines.filter(({ verdict }) => verdict !== "passed")).toEqual([WHOLE]);
    expect(code).toBe(0);
  });

  test("with several models, at the url of the one that is named", async () => {
    const { server } = await apiServing([{}, CHURN]);
    const url = urlOf(server);
    await expect(runCommand({}, "conform", url)).rejects.toMatchObject({
      code: "MODEL_NEEDED",
      message: expect.stringContaining("churn, riesgo"),
    });
    for (const options of [
      ["--model", "riesgo"],
      ["--model", "churn"],
      ["--model", "churn", "--invocations", "/models/churn/invocations"],
    ])
      expect((await runCommand({}, "conform", url, ...options)).lines.at(-1)).toEqual(WHOLE);
  });

  test.each(["riesgo", "churn"])("with another default model than %s", async (model) => {
    const defaultModel = model === "churn" ? "riesgo" : "churn";
    const { server } = await apiServing([{}, CHURN], { defaultModel });
    const { lines } = await runCommand({}, "conform", urlOf(server), "--model", model);
    expect(lines.at(-1)).toEqual(WHOLE);
  });

  test("with keys, once it is given one", async () => {
    const key = "a key";
    const digest = createHash("sha256").update(key).digest("hex");
    const settings = { mode: "key", keys: [{ name: "test", digest }] } as const;
    const authenticate = await createAuthenticator(settings, capturedLog());
    const checkCaller = createCallerCheck(authenticate, { limit: 0, trustProxy: undefined });
    const { server } = await apiServing([{}], { checkCaller });
    await expect(runCommand({}, "conform", urlOf(server))).rejects.toMatchObject({
      code: "SERVER_REFUSES",
    });
    const { code } = await runCommand(
      {},
      "conform",
      urlOf(server),
      "--header",
      `x-api-key: ${key}`,
    );
    expect(code).toBe(0);
  });
});

test("one failed check makes the command end with 1, and the others are told too", async () => {
  const right = urlOf((await apiServing()).server);
  const { code, lines } = await behind(
    right,
    ({ path }, answer) => (path === "/version" ? { ...answer, status: 500 } : answer),
    (url) => runCommand({}, "conform", url, "--only", "mlflow"),
  );
  expect(code).toBe(1);
  expect(lines.find(({ check }) => check === "GET /version")).toEqual({
    protocol: "mlflow",
    check: "GET /version",
    expected: "200 and a version",
    got: expect.stringMatching(/^500 /),
    verdict: "failed",
  });
  expect(lines.at(-1)).toMatchObject({ passed: 19, failed: 1 });
});

test("metadata without versions make the checks of versions not apply", async () => {
  const right = urlOf((await apiServing()).server);
  const all = await behind(
    right,
    (_, answer) => ({ ...answer, body: answer.body.replace(/"versions":\[[^\]]*\],/, "") }),
    (url) => results(url),
  );
  expect(checksThat("skipped", all)).toEqual([
    "GET metadata of its version",
    "POST to its version",
  ]);
  expect(checksThat("failed", all)).toEqual([]);
});

describe("before anything is checked", () => {
  const silent = async (run: (url: string) => Promise<void>) => {
    const server = createServer((_request, response) => void response.writeHead(404).end());
    await listen(server, { host: "127.0.0.1", port: 0 });
    await run(urlOf(server));
    await stop(server, 0);
  };

  test("a server that is not there is told", async () => {
    let gone = "";
    await silent(async (url) => void (gone = url));
    await expect(runCommand({}, "conform", gone)).rejects.toMatchObject({
      code: "SERVER_UNREACHABLE",
      message: expect.stringContaining("ECONNREFUSED"),
    });
  });

  test("a server without any list asks for the model, or for a row", async () => {
    await silent(async (url) => {
      await expect(runCommand({}, "conform", url)).rejects.toMatchObject({ code: "MODEL_NEEDED" });
      for (const options of [
        ["--model", "x"],
        ["--only", "mlflow"],
      ])
        await expect(runCommand({}, "conform", url, ...options)).rejects.toMatchObject({
          code: "ROW_NEEDED",
        });
    });
  });

  test("a row is enough to check MLflow's protocol alone", async () => {
    await silent(async (url) => {
      const { code, lines } = await runCommand(
        {},
        "conform",
        url,
        "--only",
        "mlflow",
        "--row",
        ROW,
      );
      expect(code).toBe(1);
      expect(lines.at(-1)).toMatchObject({ passed: 0, failed: 20 });
    });
  });
});
