import { readdir } from "node:fs/promises";

import { planPrune, prune, requireChampion, type Champion } from "@despliega/storage";

import { azuriteStoreOf } from "../../../support/azurite.js";
import { startFaultyProxy, type Choose } from "../../../support/faulty-proxy.js";
import { forgetKept, keptWholeness } from "../lib/kept-wholeness.js";
import {
  startTrainer,
  type TrainerEnd,
  type TrainerProcess,
  type Verb,
} from "../lib/trainer-process.js";
import { wholeness } from "../lib/wholeness.js";
import type { Workshop } from "../lib/workshop.js";
import type { Moment } from "./moments.js";

/** A container in which one run after the other dies, and the next one goes on. */
export interface KillLine {
  /** How many requests a run makes, and the milliseconds that it takes. */
  readonly plain: { readonly requests: number; readonly milliseconds: number };
  /** Kills a run and checks what is promised; returns the promise that is broken. */
  readonly tryMoment: (moment: Moment) => Promise<{
    readonly killed: boolean;
    readonly broken: string | undefined;
  }>;
}

/** Everything goes that prune may ever delete: nothing is in use here between two runs. */
const ALL = { keep: 0, grace: 0 };

/** What is new at a champion: its release, or the edition of its features. */
const newestOf = ({ version, edition }: Champion): string => edition?.name ?? version;

/** Opens a line of runs of a verb, with a first champion. */
export const openKillLine = async (
  { connectionString, input, directory }: Workshop,
  container: string,
  verb: Verb,
): Promise<KillLine> => {
  const store = await azuriteStoreOf({ connectionString, container });
  const temporary = await directory(container);

  const run = async (
    choose: (trainer: () => TrainerProcess) => Choose,
    meanwhile: (trainer: TrainerProcess) => Promise<void> = async () => {},
    of = verb,
  ): Promise<TrainerEnd & { readonly requests: number }> => {
    const started: TrainerProcess[] = [];
    const proxy = await startFaultyProxy(
      connectionString,
      choose(() => started[0]!),
    );
    const settings = {
      AZURE_STORAGE_CONNECTION_STRING: proxy.connectionString,
      DESPLIEGA_CONTAINER_NAME: container,
      TMPDIR: temporary,
    };
    const trainer = startTrainer(settings, input, [], of);
    started.push(trainer);
    const [end] = await Promise.all([trainer.ended, meanwhile(trainer)]);
    proxy.close();
    return { ...end, requests: proxy.requests() };
  };
  const plainRun = () => run(() => () => undefined);

  const unfinished = async (): Promise<string[]> => {
    const plan = await planPrune(store, "riesgo", ALL);
    return plan
      .filter(({ reason }) => reason === "unfinished")
      .map(({ version, edition = version }) => edition);
  };
  const swept = async (): Promise<string | undefined> => {
    const newest = newestOf(await requireChampion(store, "riesgo"));
    if ((await unfinished()).includes(newest)) return "an unfinished release is the champion";
    await prune(store, "riesgo", ALL);
    const left = await unfinished();
    return left.length === 0 ? undefined : `prune leaves ${left.join()}`;
  };

  const after = async (): Promise<string | undefined> => {
    const torn = await wholeness(store, "riesgo");
    if (torn !== undefined) return torn;
    const { sequence } = await requireChampion(store, "riesgo");
    const next = await plainRun();
    if (next.code !== 0) return `the next run ends with ${next.code}: ${next.stderr}`;
    const champion = await requireChampion(store, "riesgo");
    if (champion.sequence !== sequence + 1 || !next.stdout.includes(newestOf(champion)))
      return "what the next run made is not the champion";
    const files = await readdir(temporary);
    if (files.length > 0) return `the next run leaves ${files.join()} in the temporary directory`;
    return (
      (await wholeness(store, "riesgo")) ??
      (await swept()) ??
      (await keptWholeness(store, "riesgo")) ??
      wholeness(store, "riesgo")
    );
  };

  const first = await run(() => () => undefined, undefined, "train");
  if (first.code !== 0) throw new Error(`the first run ends with ${first.code}: ${first.stderr}`);
  await forgetKept(store, "riesgo");
  const started = performance.now();
  const { requests } = await plainRun();
  const plain = { requests, milliseconds: Math.round(performance.now() - started) };

  return {
    plain,
    async tryMoment({ choose, later }) {
      // A run whose input is kept already uploads none.
      await forgetKept(store, "riesgo");
      const end = await run(
        (trainer) => choose(() => void trainer().child.kill("SIGKILL")),
        ({ child }) => later(() => void child.kill("SIGKILL")),
      );
      return { killed: end.code === null, broken: await after() };
    },
  };
};
