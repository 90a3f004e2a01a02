import { setTimeout as wait } from "node:timers/promises";

import { models } from "@despliega/trainer/model/catalogue.js";
import { afterAll, beforeAll, expect, test } from "@jest/globals";

import { freePort } from "../local/start.js";
import { needing } from "../support/needing.js";
import { until } from "../support/until.js";
import { newName } from "./container.js";
import { SEED } from "./seed.js";
import { composeTool, run, say, tool } from "./tool.js";

/** `docker compose up`, from nothing to the answers. */
export const describeCompose = (): void => {
  const here = needing("docker compose or podman-compose", composeTool !== undefined);

  here.describe("docker/compose.yaml", () => {
    const project = newName();
    let port: number;
    const compose = (...args: readonly string[]) =>
      say([...composeTool!, "-p", project, "-f", "docker/compose.yaml", ...args], {
        seconds: 300,
        environment: { PORT: `${port}` },
      });

    beforeAll(async () => {
      port = await freePort();
    });

    afterAll(async () => {
      await compose("down", "--volumes");
      // podman-compose leaves its network behind.
      await say([tool!, "network", "rm", `${project}_default`]);
      for (const image of (await run("images", "--format", "{{.Repository}}")).split("\n"))
        if (image.includes(project)) await run("rmi", image);
    });

    test("comes up with one command and answers as the seed does", async () => {
      expect(await compose("up", "--build", "--detach")).toMatchObject({ code: 0 });
      const ask = (path: string) => fetch(`http://127.0.0.1:${port}${path}`);
      const open = models().flatMap(({ name, privacy }) => (privacy === "open" ? [name] : []));
      const served = async (): Promise<readonly string[]> => {
        await wait(500); // the api counts requests
        const answer = await ask("/v1/models").catch(() => undefined);
        if (answer?.ok !== true) return [];
        const body = (await answer.json()) as { readonly models: readonly { model: string }[] };
        return body.models.map(({ model }) => model);
      };
      await until(
        async () => (await served()).join() === open.join(),
        "every open model is served",
      );
      for (const [path, answer] of Object.entries(SEED))
        expect(await (await ask(path)).json()).toEqual(answer);
    });

    test("runs the trainer's commands on its releases", async () => {
      const { code, stdout } = await compose(
        "run",
        "--rm",
        "-T",
        "--no-deps",
        "trainer",
        "releases",
        "riesgo",
      );
      expect(code).toBe(0);
      expect(stdout).toMatch(/^\{.*"champion":true.*\}\r?$/m);
    });
  });
};
