import { describe, expect, test } from "@jest/globals";

import { ResponseReader } from "../tools/load/lib/responses.js";

const readAll = (text: string, methods: readonly string[], step: number): unknown[] => {
  const reader = new ResponseReader();
  const bytes = Buffer.from(text);
  const found: unknown[] = [];
  for (let at = 0; at < bytes.length; at += step) {
    reader.add(bytes.subarray(at, at + step));
    for (;;) {
      const response = reader.next(methods[found.length] ?? "GET");
      if (response === undefined) break;
      found.push([response.status, response.body.toString(), response.keepsAlive]);
    }
  }
  if (reader.partial) found.push("a part");
  return found;
};

const OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

describe("responses are taken off a stream", () => {
  test.each([1, 2, 7, 1_000])("in pieces of %d bytes", (step) => {
    const text = `HTTP/1.1 100 Continue\r\n\r\n${OK}HTTP/1.1 304 Not Modified\r\n\r\n${OK.slice(0, -2)}${OK}`;
    expect(readAll(text, ["GET", "GET", "HEAD", "GET"], step)).toEqual([
      [200, "hi", true],
      [304, "", true],
      [200, "", true],
      [200, "hi", true],
    ]);
  });

  test("with the end of half a response told apart", () => {
    expect(readAll(OK + OK.slice(0, -1), [], 5)).toEqual([[200, "hi", true], "a part"]);
  });

  test("without a body where Node.js writes none", () => {
    const bare = "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n";
    const empty = "HTTP/1.1 417 X\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
    expect(readAll(empty + bare, [], 3)).toEqual([
      [417, "", true],
      [400, "", false],
    ]);
  });

  test.each([
    "HTTP/1.0 200 OK\r\n\r\n",
    "nonsense\r\n\r\n",
    "HTTP/1.1 200 OK\r\n\r\n",
    "HTTP/1.1 200 OK\r\ncontent-length: x\r\n\r\n",
    "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
  ])("but not from %p", (text) => {
    expect(() => readAll(text, [], 100)).toThrow();
  });
});
