import { once } from "node:events";
import { request } from "node:http";
import { json } from "node:stream/consumers";

import { beforeAll, describe, expect, test } from "@jest/globals";

import { freePort } from "../local/start.js";
import { until } from "../support/until.js";
import { evaluate, exitCodeOf, runToEnd, start, untilHealth } from "./container.js";
import { SEED } from "./seed.js";
import { run } from "./tool.js";

const PREDICTION = "/v1/models/riesgo/prediction";

/** Bodies of nearly 4 MiB, the default limit. */
const LARGE = {
  "one row of a million values": [
    "/invocations",
    "application/json",
    `{"dataframe_split":{"columns":["age"],"data":[[${"1,".repeat(2_000_000)}1]]}}`,
  ],
  "a million empty objects": [PREDICTION, "application/json", `[${"{},".repeat(1_000_000)}{}]`],
  "an object of names that are all different": [
    PREDICTION,
    "application/json",
    `[{${Array.from({ length: 380_000 }, (_, i) => `"${i.toString(36)}":1`).join()}}]`,
  ],
  "a CSV of commas": ["/invocations", "text/csv", `a,b\n${",\n".repeat(2_000_000)}`],
} as const;

/** The container of the api on a release of the seed's model. */
export const describeApi = (storage: () => Readonly<Record<string, string>>): void => {
  /** Starts an api and waits until it is ready. */
  const startApi = async (...options: readonly string[]) => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const name = await start(
      "api",
      { ...storage(), DESPLIEGA_AUTH: "none", PORT: `${port}` },
      "--health-interval=1s",
      ...options,
    );
    await until(
      () =>
        fetch(`${url}/readyz`).then(
          ({ ok }) => ok,
          () => false,
        ),
      `${name} is ready`,
    );
    return { name, url };
  };

  describe("the api's container, read-only, without capabilities", () => {
    let api: { readonly name: string; readonly url: string };

    beforeAll(async () => {
      api = await startApi();
    });

    test.each(Object.entries(SEED))("answers %s as the seed does", async (path, answer) => {
      const response = await fetch(api.url + path);
      expect([response.status, await response.json()]).toEqual([200, answer]);
    });

    test("shows its documentation with its style and its script", async () => {
      const page = await (await fetch(`${api.url}/docs`)).text();
      const assets = [...page.matchAll(/(?:href|src)="([^"]+\.(?:css|js))"/g)].map(
        ([, file]) => file!,
      );
      expect(assets).toHaveLength(2);
      for (const file of assets)
        expect((await fetch(new URL(file, `${api.url}/docs`))).status).toBe(200);
    });

    test("runs Node.js as its first process, as nobody who may do anything, on files that nobody can change", async () => {
      const script = `
        const status = fs.readFileSync("/proc/1/status", "utf8");
        const field = (name) => new RegExp("^" + name + ":\\\\s*(\\\\w+)", "m").exec(status)[1];
        let written = "";
        try { fs.writeFileSync("api/dist/x", ""); } catch ({ code }) { written = code; }
        console.log(JSON.stringify({
          program: fs.readFileSync("/proc/1/cmdline", "utf8").split("\\0").slice(0, 2),
          user: field("Uid"), capabilities: field("CapEff") + field("CapBnd"), written,
        }));`;
      expect(JSON.parse(await evaluate(api.name, script))).toEqual({
        program: ["node", "api/dist/main.js"],
        user: "1000",
        capabilities: "0".repeat(32),
        written: "EROFS",
      });
    });

    test("turns healthy", async () => {
      await untilHealth(api.name, "healthy");
    });

    test("told to stop, answers what is in flight and ends with code 0 within a second", async () => {
      const { name, url } = await startApi();
      const [features, prediction] = Object.values(SEED);
      const body = JSON.stringify(features);
      const upload = request(`${url}/v1/models/riesgo/prediction`, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          "content-length": body.length,
          expect: "100-continue",
        },
      });
      const answered = once(upload, "response");
      upload.flushHeaders();
      await once(upload, "continue");
      // After the one second, what still runs is killed, and the exit code is another.
      const stopped = run("stop", "--time", "1", name);
      await until(
        () =>
          fetch(`${url}/healthz`).then(
            () => false,
            () => true,
          ),
        "nothing new is taken",
      );
      upload.end(body);
      const [response] = (await answered) as [NodeJS.ReadableStream & { statusCode: number }];
      expect([response.statusCode, await json(response)]).toEqual([200, prediction]);
      await stopped;
      expect(await exitCodeOf(name)).toBe(0);
    });

    // The last of this container, which does not recover.
    test("turns unhealthy when its process hangs", async () => {
      await run("kill", "--signal", "STOP", api.name);
      await untilHealth(api.name, "unhealthy");
    });
  });

  describe("the api's container with 512 MB", () => {
    let url: string;

    beforeAll(async () => {
      ({ url } = await startApi("--memory=512m", "--memory-swap=512m"));
    });

    // Whatever a body grows to while it is read: a kernel that finds no memory ends the container.
    test.each(Object.entries(LARGE))(
      "outlives a dozen large bodies of %s",
      async (_, [path, type, body]) => {
        const answers = await Promise.all(
          Array.from({ length: 12 }, () =>
            fetch(url + path, { method: "POST", headers: { "content-type": type }, body }),
          ),
        );
        const statuses = answers.map(({ status }) => status);
        expect(statuses.filter((status) => ![200, 400, 413, 503].includes(status))).toEqual([]);
        expect((await fetch(`${url}/readyz`)).status).toBe(200);
      },
    );
  });

  test("the api's container does not start where nothing says whom it answers", async () => {
    const { code, stderr } = await runToEnd("api", { ...storage(), PORT: "0" });
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/^SETTING_INVALID: DESPLIEGA_AUTH: /m),
    ]);
  });
};
