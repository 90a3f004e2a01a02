import { beforeAll, describe, expect, test } from "@jest/globals";

import { apiServing } from "../protocols/support.js";

let request: Awaited<ReturnType<typeof apiServing>>["request"];
let page: string;
beforeAll(async () => {
  ({ request } = await apiServing([]));
  page = (await request.get("/docs")).text;
});

describe("the page", () => {
  test("is there as soon as the api listens", async () => {
    const { status, headers } = await request.get("/docs");
    expect(status).toBe(200);
    expect(headers["content-type"]).toBe("text/html; charset=utf-8");
  });

  test("has its style and its script beside it", async () => {
    const files = [...page.matchAll(/(?:href|src)="(\/docs\/[^"]+)"/g)].map(([, path]) => path!);
    const types = await Promise.all(
      files.map(async (path) => (await request.get(path)).headers["content-type"] as string),
    );
    expect(types).toEqual(["text/css; charset=utf-8", "text/javascript; charset=utf-8"]);
  });

  test.each(["/docs", "/docs/page.css", "/docs/page.js"])(
    "needs nothing of another server: %s",
    async (path) => {
      const { body, text } = await request.get(path).buffer(true);
      expect(text ?? String(body)).not.toMatch(/https?:\/\//);
    },
  );

  test("holds no script or style of its own, which the security headers would not let run", () => {
    expect(page).not.toMatch(/<script(?![^>]* src=)|<style|\son\w+=|\sstyle=/);
  });

  test("refuses other methods", async () => {
    const { status, headers } = await request.post("/docs");
    expect(status).toBe(405);
    expect(headers["allow"]).toBe("GET, HEAD");
  });
});
