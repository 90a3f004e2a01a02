import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import type { Field } from "./field.js";

const MAIN = fileURLToPath(new URL("./issuer-main.js", import.meta.url));

/** The issuer of tokens of `npm start`, in a process of its own. */
export interface IssuerProcess {
  readonly url: string;
  readonly alive: () => boolean;
}

/** Starts it until the attack is over. */
export const startIssuer = async ({ later }: Pick<Field, "later">): Promise<IssuerProcess> => {
  const child = spawn(process.execPath, [MAIN], { stdio: ["ignore", "pipe", "inherit"] });
  const alive = (): boolean => child.exitCode === null && child.signalCode === null;
  later(async () => {
    if (!alive()) return;
    const ended = once(child, "close");
    child.kill("SIGKILL");
    await ended;
  });
  const [url] = (await once(createInterface(child.stdout), "line")) as [string];
  return { url, alive };
};
