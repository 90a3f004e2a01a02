import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { startAzurite } from "@despliega/storage/azurite";

import { azuriteStoreOf } from "../../../support/azurite.js";
import type { Campaign } from "../lib/campaign.js";
import { inParallel } from "../lib/in-parallel.js";
import { casesInTurn, randomCase, WORKS, type Work } from "./cases.js";
import { codeCases, tryCode } from "./codes.js";
import { decisionCases, tryDecisions } from "./decisions.js";
import { lockedCases, tryLocked } from "./locked.js";
import { tryCase, type StorageStage } from "./try-case.js";

/** How many random cases the long form adds to those in turn. */
const RANDOM = 1_000;

/** Cases wait most of their time. */
const AT_ONCE = 16;

const LARGE = 17 << 20;

/** Runs work with an Azurite in memory and a file of several blocks, which are gone afterwards. */
export const withStorageStage = async <T>(
  work: (stage: StorageStage) => Promise<T>,
): Promise<T> => {
  const directory = await mkdtemp(join(tmpdir(), "despliega-faults-"));
  const azurite = await startAzurite({ location: join(directory, "azurite") });
  const file = join(directory, "large");
  try {
    await writeFile(file, randomBytes(LARGE));
    return await work({ connectionString: azurite.connectionString, large: { file } });
  } finally {
    await azurite.close();
    await rm(directory, { recursive: true, force: true });
  }
};

/** How many requests each work makes when nothing goes wrong. */
const requestsOf = async (stage: StorageStage): Promise<Readonly<Record<Work, number>>> => {
  const counted = WORKS.map(async (work) => {
    const { broken, requests } = await tryCase(
      { work, faults: () => () => undefined },
      stage,
      `plain-${WORKS.indexOf(work)}`,
    );
    if (broken !== undefined) throw new Error(`${work} without a fault: ${broken}`);
    return [work, requests] as const;
  });
  return Object.fromEntries(await Promise.all(counted)) as Record<Work, number>;
};

/** How many of the account's own answers the short form has for each case in turn. */
const CODES = 4;

/** How many ways to misbehave while answers are kept the short form has. */
const DECISIONS = 6;

/**
 * The storage misbehaves in every way, at every operation of publishing and opening in turn, and at random; and it
 * answers every operation, and every write of what decides which release serves, with each of its codes. It misbehaves in
 * every way while an api keeps its answers.
 *
 * With `cases`, so many of those in turn, evenly spread, as many at random, four times as many codes at operations,
 * and as many at writes.
 */
export const storage: Campaign = ({ cases, seed }, say) =>
  withStorageStage(async (stage) => {
    const inTurn = casesInTurn(await requestsOf(stage), seed);
    const random = Array.from({ length: cases ?? RANDOM }, (_, i) => randomCase(seed, i));
    const chosen = [...spread(inTurn, cases ?? inTurn.length), ...random];
    const endings: Record<string, number> = {};
    const failures: string[] = [];
    await inParallel(chosen, AT_ONCE, async (one, at) => {
      const { broken, ended } = await tryCase(one, stage, `case-${at}`);
      endings[ended] = (endings[ended] ?? 0) + 1;
      if (broken !== undefined) failures.push(`${one.title}: ${broken}`);
      if (at % 500 === 499)
        say(`storage: ${at + 1} of ${chosen.length}, ${failures.length} failures`);
    });
    say(`storage: ${JSON.stringify(endings)}`);
    const coded = await tryCodes(stage, cases, say);
    failures.push(...coded.failures);
    const decisions = spread(decisionCases(), cases === undefined ? Infinity : DECISIONS);
    failures.push(...(await tryDecisions(stage, decisions)));
    return {
      campaign: "storage",
      cases: chosen.length + coded.cases + decisions.length,
      failures,
    };
  });

const tryCodes = async (
  stage: StorageStage,
  cases: number | undefined,
  say: (line: string) => void,
): Promise<{ readonly cases: number; readonly failures: readonly string[] }> => {
  const container = "codes";
  await (await azuriteStoreOf({ ...stage, container })).ensureContainer();
  const codes = spread(codeCases(), cases === undefined ? Infinity : CODES * cases);
  const locked = spread(lockedCases(), cases ?? Infinity);
  const failures: string[] = [];
  await inParallel(codes, AT_ONCE, async (one, at) => {
    const { broken } = await tryCode(one, stage, container, `${at}`);
    if (broken !== undefined) failures.push(`${one.title}: ${broken}`);
  });
  await inParallel(locked, AT_ONCE, async (one, at) => {
    const { broken } = await tryLocked(one, stage, `locked-${at}`);
    if (broken !== undefined) failures.push(`${one.title}: ${broken}`);
  });
  say(`storage: ${codes.length} codes at operations, ${locked.length} at writes of the pointer`);
  return { cases: codes.length + locked.length, failures };
};

const spread = <T>(cases: readonly T[], count: number): readonly T[] => {
  const step = cases.length / Math.min(count, cases.length);
  return cases.filter((_, i) => Math.floor(i / step) !== Math.floor((i - 1) / step));
};
