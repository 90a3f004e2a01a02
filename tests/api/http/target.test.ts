import { urlOf, type CallerCheck } from "@despliega/api";
import { beforeAll, describe, expect, test } from "@jest/globals";

import { apiServing } from "../protocols/support.js";
import { exchangeRaw, requestText } from "./raw.js";

const PATH = "/api/user/5008806/prediccion";
const refusing: CallerCheck = ({ url }) =>
  url === "/healthz"
    ? { name: "anonymous", kind: "anonymous" }
    : { code: "UNAUTHENTICATED", headers: [] };

let url: string;
let closed: string;

beforeAll(async () => {
  url = urlOf((await apiServing()).server);
  closed = urlOf((await apiServing([{}], { checkCaller: refusing })).server);
});

const statusOf = async (at: string, line: string): Promise<number> =>
  Number((await exchangeRaw(at, requestText(line))).split(" ", 2)[1]);

describe("a target that is an absolute url", () => {
  test.each([`http://x${PATH}`, `HTTPS://u:p@[::1]:99999${PATH}?detalle=true`])(
    "%s is answered as its path",
    async (target) => {
      expect(await statusOf(url, `GET ${target}`)).toBe(200);
    },
  );

  test("meets the same check as its path", async () => {
    expect(await statusOf(closed, `GET http://x${PATH}`)).toBe(401);
    expect(await statusOf(closed, "GET http://x/healthz")).toBe(200);
    expect(await statusOf(closed, "GET http:///healthz/../metrics")).toBe(401);
  });
});

// Node.js's own parser of urls throws on some of these, and express then has no path; others are those of `/`.
test.each(["http://", "http://[::1", "https://?x", "http://#", "http://a^b", "http://a:99999999"])(
  "the target %s finds no more than the first page, and the api goes on",
  async (target) => {
    expect([200, 400, 404]).toContain(await statusOf(url, `GET ${target}`));
    expect(await statusOf(url, `GET ${PATH}`)).toBe(200);
  },
);

test.each(["OPTIONS *", "GET *", "OPTIONS /nowhere"])("%s finds nothing", async (line) => {
  expect(await statusOf(url, line)).toBe(404);
});
