import { CHECKS } from "@despliega/trainer/conform/conform.js";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { urlOf } from "@despliega/api";

import { apiServing } from "../../api/protocols/support.js";
import { MLFLOW_FAULTS, V2_FAULTS } from "./faults.js";
import { behind, checksThat, results } from "./support.js";

let right: string;
beforeAll(async () => {
  right = urlOf((await apiServing()).server);
});

describe.each([
  ["mlflow", MLFLOW_FAULTS],
  ["v2", V2_FAULTS],
] as const)("of %s", (protocol, faults) => {
  test("no check fails where nothing is wrong", async () => {
    const all = await behind(
      right,
      (_, answer) => answer,
      (url) => results(url, { protocols: [protocol] }),
    );
    expect(checksThat("passed", all)).toEqual(CHECKS[protocol].map(({ name }) => name));
  });

  test.each([...faults])("%s is noticed", async (_, { fault, noticedBy }) => {
    const all = await behind(right, fault, (url) => results(url, { protocols: [protocol] }));
    expect(checksThat("failed", all)).toEqual(noticedBy);
  });

  test("every check notices something", () => {
    const noticing = new Set([...faults.values()].flatMap(({ noticedBy }) => noticedBy));
    expect([...noticing].toSorted()).toEqual(CHECKS[protocol].map(({ name }) => name).toSorted());
  });
});

test("answers of health without a body are good, as the protocol has it", async () => {
  const all = await behind(
    right,
    ({ path }, answer) => (/health|ready$/.test(path) ? { ...answer, body: "" } : answer),
    (url) => results(url, { protocols: ["v2"] }),
  );
  expect(checksThat("failed", all)).toEqual(["GET ready of an unknown model"]);
});

test("another status for errors is good, as the protocol has it", async () => {
  const all = await behind(
    right,
    (_, answer) => (answer.status === 400 ? { ...answer, status: 422 } : answer),
    (url) => results(url, { protocols: ["v2"] }),
  );
  expect(checksThat("failed", all)).toEqual([]);
});

test("a server that hangs up at one url fails there and is checked on", async () => {
  const all = await behind(
    right,
    ({ path }, answer) => (path === "/health" ? undefined : answer),
    (url) => results(url),
  );
  expect(checksThat("failed", all)).toEqual(["GET /health"]);
  expect(all.find(({ check }) => check === "GET /health")!.got).toMatch(/^no answer \(/);
});

test("a server that is silent at one url fails there after the deadline", async () => {
  const never = new Promise<never>(() => {});
  const all = await behind(
    right,
    ({ path }, answer) => (path === "/health" ? never : answer),
    (url) => results(url, { protocols: ["mlflow"], deadlineMs: 2_000 }),
  );
  expect(checksThat("failed", all)).toEqual(["GET /health"]);
  expect(all.find(({ check }) => check === "GET /health")!.got).toBe("no answer in time");
});
