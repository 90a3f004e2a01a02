import { beforeAll, describe, expect, test } from "@jest/globals";

import { apiServing } from "../protocols/support.js";

let request: Awaited<ReturnType<typeof apiServing>>["request"];

beforeAll(async () => {
  ({ request } = await apiServing());
});

const idFor = async (headers: Readonly<Record<string, string>>): Promise<string> => {
  const answer = await request.get("/healthz").set(headers);
  return answer.headers["x-request-id"] as string;
};

const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const SPAN = "00f067aa0ba902b7";

describe("a request is named by its caller", () => {
  test.each(["0123456789abcdef0123456789abcdef", "01234567-89ab-cdef-0123-456789abcdef"])(
    "with the x-request-id %s",
    async (id) => {
      expect(await idFor({ "x-request-id": id })).toBe(id);
    },
  );

  test.each([
    `00-${TRACE}-${SPAN}-01`,
    `00-${TRACE}-${SPAN}-00`,
    `01-${TRACE}-${SPAN}-01-of-a-later-version`,
  ])("with the trace of the traceparent %s", async (traceparent) => {
    expect(await idFor({ traceparent })).toBe(TRACE);
  });

  test("with the x-request-id where there is a traceparent too", async () => {
    const id = "0123456789abcdef0123456789abcdef";
    const traceparent = `00-${TRACE}-${SPAN}-01`;
    expect(await idFor({ "x-request-id": id, traceparent })).toBe(id);
  });
});

describe("a request is named by the api", () => {
  test("differently each time", async () => {
    const ids = [await idFor({}), await idFor({}), await idFor({})];
    expect(new Set(ids).size).toBe(3);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{32}$/);
  });

  test.each([
    "5008806",
    "ana@example.org",
    "0123456789ABCDEF0123456789ABCDEF",
    "0123456789abcdef0123456789abcdef0",
    "0123456789abcdef0123456789abcdef, 0123456789abcdef0123456789abcdef",
    '","level":60,"x":"',
  ])("when the x-request-id is %p, which could be a person's or a text", async (id) => {
    expect(await idFor({ "x-request-id": id })).not.toBe(id);
    expect(await idFor({ "x-request-id": id })).toMatch(/^[0-9a-f]{32}$/);
  });

  test.each([
    ["all-zero trace", `00-${"0".repeat(32)}-${SPAN}-01`],
    ["all-zero span", `00-${TRACE}-${"0".repeat(16)}-01`],
    ["forbidden version", `ff-${TRACE}-${SPAN}-01`],
    ["upper-case trace", `00-${TRACE.toUpperCase()}-${SPAN}-01`],
    ["short trace", `00-${TRACE.slice(1)}-${SPAN}-01`],
    ["tail in version 00", `00-${TRACE}-${SPAN}-01-more`],
    ["tail without a hyphen", `01-${TRACE}-${SPAN}-01more`],
    ["no trace at all", "garbage"],
    ["an empty text", ""],
  ])("when the traceparent has an %s", async (_, traceparent) => {
    const id = await idFor({ traceparent });
    expect(id).toMatch(/^[0-9a-f]{32}$/);
    expect(id.toLowerCase()).not.toContain(TRACE.slice(1));
  });
});
