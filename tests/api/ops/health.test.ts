import { describe, expect, test } from "@jest/globals";

import { promoteTiny, versionOf } from "../../support/release.js";
import { apiOn } from "../support.js";

describe("before the releases are loaded", () => {
  const { request } = apiOn();

  test("the api is alive", async () => {
    const { status, body } = await request.get("/healthz");
    expect(status).toBe(200);
    expect(body).toEqual({ status: "ok" });
  });

  test.each(["/readyz", "/api/user/5008806/prediccion", "/api/user/abc/prediccion", "/elsewhere"])(
    "%s answers 503 and when to try again",
    async (url) => {
      const { status, body, headers } = await request.get(url);
      expect(status).toBe(503);
      expect(headers["content-type"]).toBe("application/problem+json");
      expect(headers["retry-after"]).toBe("2");
      expect(body).toMatchObject({ status: 503, code: "NOT_READY" });
    },
  );
});

describe("once the releases are loaded", () => {
  test("/readyz names every model and its version", async () => {
    const { store, releases, request } = apiOn();
    const serving = { by: "row", answer: "outcome" } as const;
    await promoteTiny(store);
    await promoteTiny(store, { model: "churn", version: versionOf(2), description: { serving } });
    await releases.load();
    const { status, body } = await request.get("/readyz");
    expect(status).toBe(200);
    expect(body).toEqual({
      status: "ready",
      models: [
        { model: "churn", version: versionOf(2) },
        { model: "riesgo", version: versionOf(1) },
      ],
    });
    expect((await request.get("/api/user/5008806/prediccion")).status).toBe(200);
  });

  test("an unknown url answers 404", async () => {
    const { store, releases, request } = apiOn();
    await promoteTiny(store);
    await releases.load();
    const { status, body } = await request.get("/api/user/5008806");
    expect(status).toBe(404);
    expect(body).toMatchObject({ code: "ROUTE_UNKNOWN" });
  });

  test.each(["/healthz", "/readyz"])("%s refuses other methods", async (url) => {
    const { request } = apiOn();
    expect((await request.post(url)).status).toBe(405);
  });
});
