import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "@jest/globals";
import { openLoop } from "../tools/bench/lib/open-loop.js";

const withServer = async <Result>(
  listener: RequestListener,
  use: (url: string) => Promise<Result>,
): Promise<Result> => {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
};

test("every request that was due is sent and answered", async () => {
  let asked = 0;
  const latencies = await withServer(
    (_request, response) => {
      asked += 1;
      response.end("{}");
    },
    (url) => openLoop({ url, rate: 200, seconds: 1 }),
  );
  expect(asked).toBe(200);
  expect(latencies.failed).toBe(0);
  expect(latencies.p50).toBeLessThanOrEqual(latencies.p99);
});

test("requests that came due while the server held its answers back are late too", async () => {
  const held: (() => void)[] = [];
  const release = (): void => {
    for (const answer of held.splice(0)) answer();
  };
  const latencies = await withServer(
    (_request, response) => {
      held.push(() => response.end("{}"));
      if (held.length === 100) release();
    },
    (url) => openLoop({ url, rate: 100, seconds: 1 }),
  );
  // The first was due 990 ms before the last, and half of them at least 490 ms before.
  expect(latencies.max).toBeGreaterThanOrEqual(990);
  expect(latencies.p50).toBeGreaterThanOrEqual(490);
});

test("an answer that is not 200 is a failure and infinitely late", async () => {
  const latencies = await withServer(
    (_request, response) => response.writeHead(503).end(),
    (url) => openLoop({ url, rate: 10, seconds: 1 }),
  );
  expect(latencies).toEqual({ p50: Infinity, p99: Infinity, max: Infinity, failed: 10 });
});
