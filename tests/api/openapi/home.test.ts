import { describe, expect, test } from "@jest/globals";

import { promoteTiny } from "../../support/release.js";
import { apiOn } from "../support.js";

const BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
const LINKS = ["/docs", "/openapi.json", "/v1/models", "/readyz"];

const loaded = async () => {
  const api = apiOn();
  await promoteTiny(api.store);
  await api.releases.load();
  return api;
};

describe("/", () => {
  test("is the console for a browser, with neither script nor style in the page itself", async () => {
    const { request } = await loaded();
    const { status, headers, text } = await request.get("/").set("accept", BROWSER);
    expect(status).toBe(200);
    expect(headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(headers["vary"]).toBe("accept, accept-encoding");
    expect(text).not.toMatch(/<script(?! [^>]*src=)|<style|\sstyle=|\son\w+=|https?:/);
  });

  test.each([undefined, "*/*", "application/json"])(
    "is JSON for who accepts %s",
    async (accept) => {
      const { request } = await loaded();
      const asked = request.get("/");
      const { headers, body } = await (accept === undefined ? asked : asked.set("accept", accept));
      expect(headers["content-type"]).toBe("application/json");
      expect(body).toEqual({
        name: "despliega",
        version: expect.any(String),
        models: ["riesgo"],
        links: LINKS,
      });
    },
  );

  test("leads to urls that answer", async () => {
    const { request } = await loaded();
    for (const path of LINKS) expect([path, (await request.get(path)).status]).toEqual([path, 200]);
  });

  test("is there before anything is loaded, and refuses other methods", async () => {
    const { request } = apiOn();
    expect((await request.get("/")).body).toMatchObject({ models: [] });
    expect((await request.get("/").set("accept", BROWSER)).status).toBe(200);
    expect((await request.post("/")).status).toBe(405);
  });
});
