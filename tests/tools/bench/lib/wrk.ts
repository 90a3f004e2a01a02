import { writeFile } from "node:fs/promises";

import { run } from "./run.js";

/** What wrk measured. */
export interface Load {
  readonly requestsPerSecond: number;
  /** In milliseconds. */
  readonly p50: number;
  /** In milliseconds. */
  readonly p99: number;
  /** Socket errors plus answers that are neither 2xx nor 3xx. */
  readonly errors: number;
}

/**
 * Loads a url from one thread with a fixed number of connections, each waiting for its answer before it asks again.
 *
 * @param key sent as `x-api-key`
 * @param script of Lua, which makes other requests than a GET
 */
export const wrk = async (
  url: string,
  connections: number,
  seconds: number,
  key: string,
  script?: string,
): Promise<Load> => {
  const header = ["-H", `x-api-key: ${key}`, ...(script === undefined ? [] : ["-s", script])];
  const args = ["-t1", `-c${connections}`, `-d${seconds}s`, "--latency", ...header, url];
  return parseWrk((await run("wrk", args, { deadline: seconds + 30 })).stdout);
};

/** Writes the script with which wrk posts a JSON. */
export const postScript = async (file: string, body: string): Promise<string> => {
  await writeFile(
    file,
    `wrk.method = "POST"\nwrk.headers["Content-Type"] = "application/json"\nwrk.body = [==[${body}]==]\n`,
  );
  return file;
};

/** Reads wrk's report. */
export const parseWrk = (report: string): Load => ({
  requestsPerSecond: Number(find(report, /Requests\/sec:\s+([\d.]+)/)),
  p50: milliseconds(find(report, /^\s+50%\s+(\S+)/m)),
  p99: milliseconds(find(report, /^\s+99%\s+(\S+)/m)),
  errors: sum(/Socket errors: (.*)/.exec(report)?.[1]) + sum(/Non-2xx.*: (\d+)/.exec(report)?.[1]),
});

const find = (report: string, pattern: RegExp): string => {
  const found = pattern.exec(report)?.[1];
  if (found === undefined) throw new Error(`wrk's report has no ${pattern.source}: ${report}`);
  return found;
};

const unit: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1000, m: 60_000 };

const milliseconds = (text: string): number => {
  const [, value, suffix = ""] = /^([\d.]+)(\D+)$/.exec(text) ?? [];
  return Number(value) * (unit[suffix] ?? NaN);
};

const sum = (text = ""): number =>
  (text.match(/\d+/g) ?? []).reduce((total, digits) => total + Number(digits), 0);
