import { randomBytes } from "node:crypto";

import { afterAll } from "@jest/globals";

import { until } from "../support/until.js";
import { imageOf, type Part } from "./image.js";
import { run, say, tool, type Said } from "./tool.js";

/** As little as a container can be allowed; the network is the machine's, where the tests' Azurite listens. */
const CONFINED = [
  ["--network", "host"],
  ["--read-only"],
  ["--cap-drop", "ALL"],
  ["--security-opt", "no-new-privileges"],
].flat();

/** A name that no other container, volume or composition has. */
export const newName = (): string => `despliega-test-${randomBytes(6).toString("hex")}`;

const started: string[] = [];
afterAll(async () => {
  for (const name of started.splice(0)) await run("rm", "--force", name);
});

const command = (
  part: Part,
  options: readonly string[],
  settings: Readonly<Record<string, string>>,
): string[] => {
  const name = newName();
  started.push(name);
  const environment = Object.entries(settings).flatMap(([key, value]) => [
    "--env",
    `${key}=${value}`,
  ]);
  return ["run", "--name", name, ...CONFINED, ...options, ...environment, imageOf(part)];
};

/** Starts a container of an image with these settings. @returns its name */
export const start = async (
  part: Part,
  settings: Readonly<Record<string, string>>,
  ...options: readonly string[]
): Promise<string> => {
  const args = command(part, ["--detach", ...options], settings);
  await run(...args);
  return args[2]!;
};

/** Runs a container of an image with these settings to its end. */
export const runToEnd = (
  part: Part,
  settings: Readonly<Record<string, string>>,
  { options = [], args = [] }: { options?: readonly string[]; args?: readonly string[] } = {},
): Promise<Said> => say([tool!, ...command(part, options, settings), ...args]);

/** Runs JavaScript in a running container, beside its process. @returns what it printed */
export const evaluate = (name: string, script: string): Promise<string> =>
  run("exec", name, "node", "-e", script);

/** The exit code of a container that ended. */
export const exitCodeOf = async (name: string): Promise<number> => Number(await run("wait", name));

/**
 * Waits until the health check of a container says so. Podman leaves it to others when the check is done, so it is done
 * here by hand.
 */
export const untilHealth = (name: string, expected: "healthy" | "unhealthy"): Promise<true> =>
  until(async () => {
    if (tool === "podman")
      return (
        ((await say([tool, "healthcheck", "run", name])).code === 0) === (expected === "healthy")
      );
    return (await run("inspect", "--format", "{{.State.Health.Status}}", name)) === expected;
  }, `${name} is ${expected}`);
