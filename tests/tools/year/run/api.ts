import { fork } from "node:child_process";
import { once } from "node:events";
import { Agent, get, type IncomingMessage } from "node:http";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

import type { Loan } from "../book/book.js";
import { momentOf } from "../calendar.js";

const MAIN = fileURLToPath(new URL("../../../../../api/dist/main.js", import.meta.url));

/** The preload that moves the clock of a process. */
export const PRELOAD = new URL("../clock/preload.js", import.meta.url).href;

/** An answer as the bank keeps it. */
export interface Answer {
  readonly id: string;
  /** The probability that the loan goes bad. */
  readonly score: number;
  readonly release: string;
}

/** A loan with the answer that was given before. */
export interface AnsweredLoan {
  readonly loan: Loan;
  readonly answer: Answer;
}

/** The api as a process that lives in simulated time. */
export interface Api {
  /** @param hour from 0, UTC */
  readonly setClock: (day: number, hour: number) => Promise<void>;
  /** Asks about the customers of loans. A customer without a known loan has no answer. */
  readonly ask: (loans: readonly Loan[]) => Promise<readonly AnsweredLoan[]>;
  /** Stops it as an operator does, and waits until it has ended. */
  readonly stop: () => Promise<void>;
  readonly kill: () => void;
}

interface Detail {
  readonly probabilidad: number;
  readonly id_prediccion: string;
}

/** Callers that ask at the same time. */
const CALLERS = 4;

/** Starts the api, and waits until it is ready. */
export const startApi = async (settings: NodeJS.ProcessEnv, now: number): Promise<Api> => {
  const child = fork(MAIN, {
    execArgv: ["--import", PRELOAD],
    env: { PORT: "0", DESPLIEGA_MAX_EVENT_LOOP_DELAY_MS: "0", ...settings, YEAR_NOW: `${now}` },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  const ended = once(child, "close");
  const stderr = text(child.stderr!);
  const url = await new Promise<string>((resolve, reject) => {
    let at = "";
    createInterface(child.stdout!).on("line", (line) => {
      const { msg, url: told } = JSON.parse(line) as { msg?: string; url?: string };
      if (msg === "listening") at = told!;
      if (msg === "ready") resolve(at);
    });
    void ended.then(async () => reject(new Error(`the api ended: ${await stderr}`)));
  });
  const agent = new Agent({ keepAlive: true, maxSockets: CALLERS });
  const answersTo = async (loan: Loan): Promise<readonly AnsweredLoan[]> => {
    const path = `${url}/api/user/${loan.customer.id}/prediccion?detalle=true`;
    const [response] = (await once(get(path, { agent }), "response")) as [IncomingMessage];
    const { statusCode, headers } = response;
    const body = await text(response);
    if (statusCode === 404) return [];
    if (statusCode !== 200) throw new Error(`the api answered ${statusCode}: ${body}`);
    const { probabilidad: score, id_prediccion: id } = JSON.parse(body) as Detail;
    return [{ loan, answer: { id, score, release: String(headers["despliega-release"]) } }];
  };
  return {
    async setClock(day, hour) {
      const moved = once(child, "message");
      child.send({ now: momentOf(day, hour) });
      await moved;
    },
    async ask(loans) {
      const answered: AnsweredLoan[] = [];
      for (let at = 0; at < loans.length; at += CALLERS)
        answered.push(...(await Promise.all(loans.slice(at, at + CALLERS).map(answersTo))).flat());
      return answered;
    },
    async stop() {
      agent.destroy();
      child.kill("SIGTERM");
      await ended;
    },
    kill: () => void child.kill("SIGKILL"),
  };
};
