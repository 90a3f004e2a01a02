import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";

import { afterEach, beforeAll, describe, expect, test } from "@jest/globals";

import { readText } from "../repository/files.js";
import { parseMarkdown } from "../repository/markdown.js";
import { temporaryDirectory } from "../support/temporary.js";
import { freePort, startLocal, startProgram, type Started } from "./start.js";

const MINUTE = 60_000;

/** The README's requests and the answers that it shows. */
const shown = parseMarkdown(readText("README.md"))
  .fences.filter(({ language }) => language === "console")
  .flatMap(({ text }) => [...text.matchAll(/^\$ curl (\S+)\n(.*)$/gm)])
  .map(([, url, answer]) => ({ url: url!, answer: answer! }));

const running: Started[] = [];
const start = (settings: Readonly<Record<string, string>>): Started => {
  const started = startLocal(settings);
  running.push(started);
  return started;
};

afterEach(async () => {
  for (const { child, ended } of running.splice(0)) {
    child.kill("SIGTERM");
    await ended;
  }
});

describe("npm start", () => {
  let directory: string;
  let settings: Readonly<Record<string, string>>;
  let url: string;
  let release: string;

  beforeAll(async () => {
    directory = await temporaryDirectory();
    const port = await freePort();
    url = `http://localhost:${port}`;
    settings = { DESPLIEGA_DIRECTORY: directory, PORT: `${port}` };
  });

  const isRefused = () =>
    fetch(`${url}/healthz`).then(
      () => false,
      () => true,
    );

  test(
    "trains on the sample, serves, prints the urls, and stops on Ctrl-C",
    async () => {
      const { child, lines, line, ended } = start(settings);
      await line("Ctrl-C stops everything.");
      expect(lines).toContain(
        "Input      data/riesgo/loans.csv uploaded as input/riesgo/loans.csv",
      );
      expect(lines).toContain("Training   riesgo");
      const serving = await line("Serving");
      expect(serving).toMatch(
        /^Serving {4}riesgo \d{8}T\d{6}Z-[0-9a-f]{8} on http:\/\/localhost:\d+$/,
      );
      release = serving.split(" ")[5]!;
      const report = (await line("Report")).slice("Report     ".length);
      expect(await readFile(report, "utf8")).toMatch(/^<!doctype html>/i);

      expect(shown).toHaveLength(2);
      for (const { url: address, answer } of shown) {
        const asked = address.replace("http://localhost:8080", url);
        expect(lines).toContain(`  curl ${asked}`);
        expect(await (await fetch(asked)).text()).toBe(answer);
      }

      const releases = startProgram(["trainer/bin/despliega.js", "releases", "riesgo"], settings);
      expect(await releases.ended).toEqual({ code: 0, stderr: "" });
      expect(releases.lines.map((text) => JSON.parse(text) as object)).toEqual([
        expect.objectContaining({ version: release, champion: true }),
      ]);
      expect(existsSync(join(directory, "azurite.txt"))).toBe(true);

      child.kill("SIGINT");
      expect(await ended).toEqual({ code: 0, stderr: "" });
      expect(await isRefused()).toBe(true);
      expect(existsSync(join(directory, "azurite.txt"))).toBe(false);
    },
    MINUTE,
  );

  test(
    "finds the release the next time and does not train again",
    async () => {
      const { child, lines, line, ended } = start(settings);
      await line("Ctrl-C stops everything.");
      expect(lines).toContain("Input      input/riesgo/loans.csv is there already");
      expect(lines).toContain(
        `Release    riesgo ${release} is there already; train anew with \`npm run train riesgo\``,
      );
      expect(lines.filter((text) => text.startsWith("Training"))).toEqual([]);
      const { url: address, answer } = shown[1]!;
      expect(await (await fetch(address.replace("http://localhost:8080", url))).text()).toBe(
        answer,
      );
      child.kill("SIGTERM");
      expect(await ended).toEqual({ code: 0, stderr: "" });
    },
    MINUTE,
  );

  test(
    "that is stopped while it trains exits with code 0 and says nothing more",
    async () => {
      const { child, line, ended } = start({
        ...settings,
        DESPLIEGA_DIRECTORY: await temporaryDirectory(),
      });
      await line("Training");
      child.kill("SIGINT");
      expect(await ended).toEqual({ code: 0, stderr: "" });
      expect(await isRefused()).toBe(true);
    },
    MINUTE,
  );

  test("on a busy port ends at once with one line", async () => {
    const busy = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => busy.once("listening", resolve));
    const { port } = busy.address() as AddressInfo;
    const { lines, ended } = start({ ...settings, PORT: `${port}` });
    expect(await ended).toEqual({
      code: 1,
      stderr: `PORT_BUSY: Port ${port} on 127.0.0.1 is in use: stop what listens there, or set PORT to another one\n`,
    });
    expect(lines).toEqual([]);
    busy.close();
  });

  test.each([
    ["PORT", "high", "must be a whole number from 0 to 65535"],
    ["PORT", "0", "must be a whole number from 1 to 65535"],
    ["LOG_LEVEL", "loud", "must be one of fatal, error, warn, info, debug, trace, silent"],
    ["MEMORY_LIMIT", "much", "must be a size such as 1GB or 512MiB"],
    ["STORAGE_ACCOUNT_URL", "here", "must be an http(s) url"],
  ])("with %s=%s ends at once with one line", async (name, value, problem) => {
    const { lines, ended } = start({ ...settings, [name]: value });
    expect(await ended).toEqual({ code: 1, stderr: `SETTING_INVALID: ${name}: ${problem}\n` });
    expect(lines).toEqual([]);
  });
});
