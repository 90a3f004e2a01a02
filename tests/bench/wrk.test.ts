import { expect, test } from "@jest/globals";
import { parseWrk } from "../tools/bench/lib/wrk.js";

const report = (errors: string): string => `Running 5s test @ http://127.0.0.1:8080/
  1 threads and 32 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     1.31ms  310.25us   9.85ms   93.10%
    Req/Sec    24.51k     1.35k   26.02k    88.00%
  Latency Distribution
     50%  980.00us
     75%    1.31ms
     90%    1.55ms
     99%    1.02s
  121953 requests in 5.00s, 28.15MB read
${errors}Requests/sec:  24389.87
Transfer/sec:      5.63MB
`;

test("a report gives the throughput, and latencies of any unit in milliseconds", () =>
  expect(parseWrk(report(""))).toEqual({
    requestsPerSecond: 24389.87,
    p50: 0.98,
    p99: 1020,
    errors: 0,
  }));

test("socket errors and answers that are not 2xx are added up", () => {
  const errors =
    "  Socket errors: connect 1, read 20, write 0, timeout 300\n  Non-2xx or 3xx responses: 4000\n";
  expect(parseWrk(report(errors)).errors).toBe(4321);
});

test("a report without figures is refused", () =>
  expect(() => parseWrk("unable to connect")).toThrow("unable to connect"));
