import { once } from "node:events";
import { request, type IncomingMessage } from "node:http";
import { buffer } from "node:stream/consumers";
import { brotliDecompressSync, gunzipSync } from "node:zlib";

import { createCallerCheck, readPageFiles, urlOf } from "@despliega/api";
import { beforeAll, describe, expect, test } from "@jest/globals";

import { temporaryDirectory } from "../../support/temporary.js";
import { apiServing } from "../protocols/support.js";

type Headers = Readonly<Record<string, string>>;

let url: string;

beforeAll(async () => {
  // Nobody has a key: what is answered here is answered to everybody.
  const checkCaller = createCallerCheck(() => ({ code: "UNAUTHENTICATED", headers: [] }), {
    limit: 0,
    trustProxy: undefined,
  });
  const { server } = await apiServing([{}], { checkCaller });
  url = urlOf(server);
});

/** Asks without a client that decompresses by itself. */
const get = async (path: string, headers: Headers, method = "GET") => {
  const asked = request(`${url}${path}`, { headers, method }).end();
  const [response] = (await once(asked, "response")) as [IncomingMessage];
  return { status: response.statusCode, headers: response.headers, body: await buffer(response) };
};

const HTML = { accept: "text/html" };

const assets = async (): Promise<readonly string[]> => {
  const page = (await get("/", HTML)).body.toString();
  return [...page.matchAll(/(?:href|src)="(\/console\/[^"]+)"/g)].map(([, path]) => path!);
};

describe("the console", () => {
  test("comes without a key, with its files, each of which a browser keeps for good", async () => {
    const paths = await assets();
    expect(paths.map((path) => path.replace(/^.*\./, "")).toSorted()).toEqual(["css", "js", "svg"]);
    for (const path of paths) {
      const { status, headers } = await get(path, {});
      expect([path, status]).toEqual([path, 200]);
      expect(headers["cache-control"]).toBe("public, max-age=31536000, immutable");
    }
    expect((await get("/v1/models", {})).status).toBe(401);
  });

  test.each([
    ["br", brotliDecompressSync],
    ["gzip", gunzipSync],
  ] as const)("comes as %s to who takes it, and is the same", async (encoding, decompress) => {
    for (const path of ["/", ...(await assets())]) {
      const plain = await get(path, HTML);
      const packed = await get(path, { ...HTML, "accept-encoding": encoding });
      expect(packed.headers["content-encoding"]).toBe(encoding);
      expect(plain.headers["content-encoding"]).toBeUndefined();
      expect(decompress(packed.body)).toEqual(plain.body);
      expect(packed.headers.etag).not.toBe(plain.headers.etag);
    }
  });

  test("does not come again to who has it", async () => {
    const { headers } = await get("/", HTML);
    const known = await get("/", { ...HTML, "if-none-match": `"other", W/${headers.etag}` });
    expect([known.status, known.body.length]).toEqual([304, 0]);
    expect((await get("/", { ...HTML, "if-none-match": '"other"' })).status).toBe(200);
    expect((await get("/", HTML, "HEAD")).body).toHaveLength(0);
  });

  test("may load nothing from elsewhere and run no script of the page itself", async () => {
    const policy = (await get("/", HTML)).headers["content-security-policy"];
    expect(policy).toMatch(/default-src 'none';script-src 'self';style-src 'self'/);
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
  });

  test("has no other files", async () => {
    for (const name of ["index.html", "main.js", "..%2fpackage.json", "__proto__"])
      expect([name, (await get(`/console/${name}`, {})).status]).toEqual([
        name,
        name.includes("%") ? 401 : 404,
      ]);
  });

  test("weighs no more than 90 kB with all its files", () => {
    const bytes = [...readPageFiles().values()].map((file) => file.bytes.br.length);
    expect(bytes.length).toBeGreaterThan(3);
    expect(bytes.reduce((sum, one) => sum + one, 0)).toBeLessThan(90_000);
  });
});

test("without a built console there are no files, and the api starts all the same", async () => {
  expect(readPageFiles(await temporaryDirectory()).size).toBe(0);
  expect(readPageFiles("/nowhere").size).toBe(0);
});
