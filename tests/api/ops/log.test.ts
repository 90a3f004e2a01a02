import { expect, test } from "@jest/globals";
import { memoryBlobStore, openRelease, type Release } from "@despliega/storage";
import { createApp, type Releases } from "@despliega/api";
import supertest from "supertest";

import { promoteTiny, versionOf } from "../../support/release.js";
import { apiOn, capturedLog } from "../support.js";

test("a request is logged as one line with the route instead of the url", async () => {
  const { store, releases, request, log } = apiOn();
  await promoteTiny(store);
  await releases.load();
  log.text.length = 0;
  await request.get("/api/user/5008806/prediccion?detalle=true");
  await request.get("/nowhere/5008806");
  expect(log.lines()).toMatchObject([
    { method: "GET", route: "/api/user/:id/prediccion", status: 200, ms: expect.any(Number) },
    { method: "GET", route: null, status: 404, ms: expect.any(Number) },
  ]);
});

test("no log line holds an id or a feature of a person", async () => {
  const { store, releases, request, log } = apiOn();
  await promoteTiny(store);
  await releases.load();
  for (const id of ["5008806", "5008807", "5112956", "5999999", "ana@example.org"])
    for (const answer of ["caracteristicasriesgo", "prediccion", "elsewhere"])
      for (const query of ["", "?detalle=true", "?detalle=5008806"])
        await request.get(`/api/user/${id}/${answer}${query}`).set("x-request-id", id);
  const text = log.text.join("");
  expect(log.lines().filter(({ msg }) => msg === "request")).toHaveLength(5 * 3 * 3);
  expect(text).not.toMatch(/5008806|5008807|5112956|5999999|ana@|136\.44|187\.25|nb_previous/);
});

const throwing = async (error: unknown) => {
  const store = memoryBlobStore();
  await promoteTiny(store);
  const opened = await openRelease(store, "riesgo", versionOf(1));
  const scorer = {
    ...opened.scorer,
    scores: () => {
      throw error;
    },
  };
  const broken: Release = { ...opened, scorer };
  const releases: Releases = {
    current: () => [broken],
    status: () => [],
    refreshes: () => [],
    verdictOf: () => undefined,
    challengerOf: () => undefined,
    ready: () => true,
    load: async () => {},
    refresh: async () => {},
    discover: async () => {},
    onSwap: () => {},
  };
  const log = capturedLog();
  return {
    log,
    request: supertest(createApp({ releases, store, logger: log.logger, accessLog: log.sink })),
  };
};

test.each([new RangeError("user 5008806 is 59"), "user 5008806 is 59"])(
  "a bug answers 500 and tells neither caller nor log what it was about: %p",
  async (error) => {
    const { log, request } = await throwing(error);
    const { status, text, headers } = await request.get("/api/user/5008806/prediccion");
    expect(status).toBe(500);
    expect(headers["content-type"]).toBe("application/problem+json");
    expect(JSON.parse(text)).toMatchObject({ code: "INTERNAL" });
    expect(text).not.toMatch(/5008806|RangeError|at /);
    expect(log.lines()).toMatchObject([
      { msg: "request failed", error: error instanceof Error ? "RangeError" : "string" },
      { msg: "request", status: 500 },
    ]);
    expect(log.text.join("")).not.toMatch(/5008806|is 59/);
  },
);
