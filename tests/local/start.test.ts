import { existsSync } from "node:fs";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";

import { afterEach, beforeAll, describe, expect, test } from "@jest/globals";

import { models } from "@despliega/trainer/model/catalogue.js";

import { readText } from "../repository/files.js";
import { parseMarkdown } from "../repository/markdown.js";
import { azuriteConnectionString, newContainer } from "../support/azurite.js";
import { temporaryDirectory } from "../support/temporary.js";
import { freePort, startLocal, startProgram, type Started } from "./start.js";
import { testKey } from "../support/test-key.js";

const MINUTE = 60_000;

const KEY = testKey(7).toString("base64");
const OTHER = testKey("other").toString("base64");

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
  let sensitiveUrl: string;
  const releases = new Map<string, string>();

  beforeAll(async () => {
    directory = await temporaryDirectory();
    const port = await freePort();
    url = `http://localhost:${port}`;
    sensitiveUrl = `http://localhost:${port + 1}`;
    // Nothing on this machine may be asked through the proxy, which is none.
    const proxy = "http://127.0.0.1:9";
    settings = {
      DESPLIEGA_DIRECTORY: directory,
      PORT: `${port}`,
      HTTP_PROXY: proxy,
      HTTPS_PROXY: proxy,
      ALL_PROXY: proxy,
    };
  });

  /** Sends the rows of the commands that are printed, with tokens where they say how to get one. */
  const expectAnswers = async (lines: readonly string[]): Promise<void> => {
    const answered = new Set<string>();
    for (const command of lines.filter((text) => / -d '/.test(text))) {
      const [, address] = /^ {2}curl (\S+)/.exec(command)!;
      const [, body] = / -d '(.*)'$/.exec(command)!;
      const ask = (authorization = "") =>
        fetch(address!, {
          method: "POST",
          body: body!,
          headers: { "content-type": "application/json", authorization },
        });
      const [, tokenUrl] = /\$\(curl -s '(.*?)'\)/.exec(command) ?? [];
      if (tokenUrl !== undefined) expect((await ask()).status).toBe(401);
      const answer = await ask(tokenUrl && `Bearer ${await (await fetch(tokenUrl)).text()}`);
      expect(answer.status).toBe(200);
      answered.add(answer.headers.get("despliega-release")!);
    }
    const byRow = models().filter(({ serving }) => serving.by === "row");
    expect([...answered].toSorted()).toEqual(
      byRow.map(({ name }) => `${name}/${releases.get(name)}`).toSorted(),
    );
  };

  /** The files that the keeper of the store has in the directory. */
  const keepers = async () =>
    (await readdir(directory)).filter((name) => name.startsWith("store-"));

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
      for (const { name, inputs, privacy } of models()) {
        for (const { dataset } of inputs)
          expect(lines).toContain(
            `Input      data/${name}/${dataset} uploaded as input/${name}/${dataset}`,
          );
        expect(lines).toContain(`Training   ${name}`);
        const [, version, at] = /^Serving {4}\S+ (\S+) on (\S+)$/.exec(
          await line(`Serving    ${name} `),
        )!;
        expect(version).toMatch(/^\d{8}T\d{6}Z-[0-9a-f]{8}$/);
        expect(at).toBe(privacy === "open" ? url : sensitiveUrl);
        releases.set(name, version!);
      }
      expect(lines).toEqual(expect.arrayContaining([`Docs       ${url}/docs`]));
      const reports = lines.filter((text) => text.startsWith("Report"));
      expect(reports).toHaveLength(models().length);
      for (const text of reports)
        expect(await readFile(text.slice("Report     ".length), "utf8")).toMatch(
          /^<!doctype html>/i,
        );

      expect(shown).toHaveLength(2);
      for (const { url: address, answer } of shown) {
        const asked = address.replace("http://localhost:8080", url);
        expect(lines).toContain(`  curl ${asked}`);
        expect(await (await fetch(asked)).text()).toBe(answer);
      }
      await expectAnswers(lines);

      const listed = startProgram(["trainer/dist/main.js", "releases", "riesgo"], settings);
      expect(await listed.ended).toEqual({ code: 0, stderr: "" });
      expect(listed.lines.map((text) => JSON.parse(text) as object)).toEqual([
        expect.objectContaining({ version: releases.get("riesgo"), champion: true }),
      ]);
      expect(await keepers()).toHaveLength(1);

      child.kill("SIGINT");
      expect(await ended).toEqual({ code: 0, stderr: "" });
      expect(await isRefused()).toBe(true);
      expect(await keepers()).toEqual([]);
    },
    2 * MINUTE,
  );

  test(
    "finds the release the next time and does not train again",
    async () => {
      const { child, lines, line, ended } = start(settings);
      await line("Ctrl-C stops everything.");
      expect(lines).toContain("Input      input/riesgo/loans.csv is there already");
      for (const [model, release] of releases)
        expect(lines).toContain(
          `Release    ${model} ${release} is there already; train again with \`despliega train ${model}\``,
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

  test(
    "gives the keys of an older version the present names of their settings",
    async () => {
      const old = await temporaryDirectory();
      const file = join(old, "keys.env");
      await writeFile(file, `PSEUDONYM_KEYS=local:${KEY}\nIDENTITY_KEYS=local:${OTHER}\n`);
      const { child, line, ended } = start({
        ...settings,
        DESPLIEGA_DIRECTORY: old,
        HOST: "a-machine",
      });
      await line("Training");
      child.kill("SIGINT");
      expect(await ended).toEqual({
        code: 0,
        stderr: "Not read: HOST. If this was meant for despliega, set DESPLIEGA_HOST\n",
      });
      expect(await readFile(file, "utf8")).toBe(
        `DESPLIEGA_PSEUDONYM_KEYS=local:${KEY}\nDESPLIEGA_IDENTITY_KEYS=local:${OTHER}\n`,
      );
    },
    MINUTE,
  );

  test(
    "on an account that is set leaves out models about people, since nothing says who may ask",
    async () => {
      const directory = await temporaryDirectory();
      const { child, lines, line, ended } = start({
        ...settings,
        DESPLIEGA_DIRECTORY: directory,
        AZURE_STORAGE_CONNECTION_STRING: azuriteConnectionString(),
        DESPLIEGA_CONTAINER_NAME: newContainer(),
        DESPLIEGA_MODELS: "riesgo,vih",
      });
      await line("Ctrl-C stops everything.");
      expect(lines).toContain(
        "Left out   vih, which is about people: set DESPLIEGA_AUTH=entra to say who may ask",
      );
      expect(lines.filter((text) => /^(Training|Serving)/.test(text))).toEqual([
        "Training   riesgo",
        expect.stringContaining("riesgo"),
      ]);
      expect(existsSync(join(directory, "keys.env"))).toBe(false);
      child.kill("SIGTERM");
      expect(await ended).toEqual({ code: 0, stderr: "" });
    },
    2 * MINUTE,
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

  test("on a busy port of models about people says which that is, and of which setting", async () => {
    const port = await freePort();
    const busy = createServer().listen(port + 1, "127.0.0.1");
    await new Promise((resolve) => busy.once("listening", resolve));
    const { ended } = start({ ...settings, PORT: `${port}` });
    const { code, stderr } = await ended;
    busy.close();
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr:
        `PORT_BUSY: Port ${port + 1} on 127.0.0.1 is in use; models about people answer there, ` +
        `on the port after PORT=${port}: stop what listens there, or set PORT to another one\n`,
    });
  });

  test.each([
    ["PORT", "high", "must be a whole number from 1 to 65534"],
    ["PORT", "65535", "must be a whole number from 1 to 65534"],
    ["PORT", "0", "must be a whole number from 1 to 65534"],
    [
      "DESPLIEGA_MODELS",
      "riesgo,vino",
      "must name models that the trainer knows: peliculas, riesgo, vih",
    ],
    [
      "DESPLIEGA_LOG_LEVEL",
      "loud",
      "must be one of fatal, error, warn, info, debug, trace, silent",
    ],
    ["DESPLIEGA_MEMORY_LIMIT", "much", "must be a size such as 1GB or 512MiB"],
    ["DESPLIEGA_STORAGE_ACCOUNT_URL", "here", "must be an http(s) url"],
  ])("with %s=%s ends at once with one line", async (name, value, problem) => {
    const { lines, ended } = start({ ...settings, [name]: value });
    expect(await ended).toEqual({ code: 1, stderr: `SETTING_INVALID: ${name}: ${problem}\n` });
    expect(lines).toEqual([]);
  });
});
