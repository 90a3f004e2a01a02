import { API_SETTINGS, operatorCheck, settingsInForce } from "@despliega/api";
import { expect, test } from "@jest/globals";

import { apiServing } from "../protocols/support.js";

const SECRETS = {
  DESPLIEGA_API_KEYS: "hidden",
  AZURE_STORAGE_CONNECTION_STRING: "hidden",
  DESPLIEGA_PSEUDONYM_KEYS: "hidden",
  DESPLIEGA_PREDICTION_KEY: "hidden",
  DESPLIEGA_DECISION_KEYS: "hidden",
  APPLICATIONINSIGHTS_CONNECTION_STRING: "hidden",
  OTEL_EXPORTER_OTLP_HEADERS: "hidden",
};

test("an operator sees requests, memory and settings", async () => {
  const settings = settingsInForce(API_SETTINGS, { PORT: "81" });
  const { request } = await apiServing([{}], { settings });
  await request.get("/api/user/5008806/prediccion");
  await request.get("/api/user/1/prediccion");
  await request.get("/v1/models/riesgo");
  const { body } = await request.get("/v1/operate");
  const route = "/api/user/:id/prediccion";
  expect(body).toMatchObject({
    ready: true,
    models: [{ model: "riesgo", failures: 0, staleSeconds: 0, problem: null }],
    requests: expect.arrayContaining([
      expect.objectContaining({ route, status: 200, count: 1, model: "riesgo" }),
      expect.objectContaining({ route, status: 404, count: 1 }),
    ]),
    settings: expect.arrayContaining([
      expect.objectContaining({ name: "PORT", origin: "environment", value: "81" }),
      expect.objectContaining({ name: "DESPLIEGA_HOST", origin: "default", value: "127.0.0.1" }),
    ]),
  });
  expect((body as { memory: { residentBytes: number } }).memory.residentBytes).toBeGreaterThan(1e7);
  const models = await request.get("/v1/models");
  const [{ lastHour }] = (models.body as { models: [{ lastHour: number[] }] }).models;
  expect(lastHour.at(-1)! + lastHour.at(-2)!).toBe(1);
});

test("no value of a secret is among the settings", () => {
  const told = settingsInForce(API_SETTINGS, SECRETS);
  expect(JSON.stringify(told)).not.toContain("hidden");
  for (const name of Object.keys(SECRETS))
    expect(told).toContainEqual(
      expect.objectContaining({ name, origin: "environment", value: "***" }),
    );
});

test("those who do not operate the api are refused", async () => {
  const { request } = await apiServing([{}], { isOperator: () => false });
  const { status, body } = await request.get("/v1/operate");
  expect([status, (body as { code: string }).code]).toEqual([403, "FORBIDDEN"]);
});

test("the named role or key operates, and everybody on a machine of one's own", () => {
  const named = operatorCheck({ operator: "ops", isOwnMachine: false });
  const token = (roles: unknown) => ({ name: "x", kind: "entra", claims: { roles } }) as const;
  expect(named(token(["ops"]))).toBe(true);
  expect(named(token(["other"]))).toBe(false);
  expect(named(token("ops"))).toBe(false);
  expect(named({ name: "ops", kind: "key" })).toBe(true);
  expect(named({ name: "ops", kind: "anonymous" })).toBe(false);
  expect(named(undefined)).toBe(false);
  expect(operatorCheck({ isOwnMachine: false })({ name: "ops", kind: "key" })).toBe(false);
  expect(operatorCheck({ isOwnMachine: true })(undefined)).toBe(true);
});
