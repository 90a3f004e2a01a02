import { promote, readChampion, refresh } from "@despliega/storage";

import { randomOf } from "../../load/lib/random.js";
import { move } from "../../../support/release.js";
import { overwrite } from "../../../storage/release/altered.js";
import type { Campaign } from "../lib/campaign.js";
import { damagesOf, type Damage } from "./damages.js";
import { newJudge, type Judge } from "./judge.js";
import { large, refreshed, trained, type Damageable } from "./releases.js";

/**
 * Damages the blobs of a champion, and of an edition of its features, one at a time: the api refuses it by hash or schema, and the release before goes on
 * answering; what the api does not read is refused by an export.
 */
export const rot: Campaign = async ({ cases: wanted, seed }, say) => {
  const failures: string[] = [];
  let cases = 0;
  const damageables = [
    await trained(),
    await large(wanted === undefined ? 25_000 : 2_000),
    await refreshed(),
  ];
  for (const damageable of damageables) {
    const { store, manifest, edition, name } = damageable;
    const { model, version } = manifest;
    const judge = await newJudge(store, manifest, edition, async () => {
      await promote(store, model, version, move);
      if (edition !== undefined)
        await refresh(store, model, edition, move, await readChampion(store, model));
    });
    const all = await damagesOf(damageable, seed);
    const some =
      wanted === undefined ? all : sample(all, Math.ceil(wanted / damageables.length), seed);
    const found = await tryAll(damageable, judge, some, (done) => {
      if (done % 5_000 === 0) say(`rot: ${done} of ${some.length}, ${name}`);
    });
    cases += some.length;
    failures.push(...found);
  }
  return { campaign: "rot", cases, failures };
};

const sample = (all: readonly Damage[], count: number, seed: number): Damage[] => {
  const random = randomOf(seed, all.length);
  return Array.from({ length: count }, () => random.pick(all));
};

const tryAll = async (
  { name, store }: Damageable,
  judge: Judge,
  damages: readonly Damage[],
  tell: (done: number) => void,
): Promise<string[]> => {
  const failures: string[] = [];
  for (const [index, { blob, how, make }] of damages.entries()) {
    const { bytes, etag } = await store.read(blob);
    const damaged = make(bytes);
    if (damaged === undefined) await store.delete(blob);
    else await store.replace(blob, damaged, etag);
    const problem = await judge.judge(blob);
    if (problem !== undefined) failures.push(`${name}: ${blob}, ${how}: ${problem}`);
    if (damaged === undefined) await store.create(blob, bytes);
    else await overwrite(store, blob, () => bytes);
    tell(index + 1);
  }
  // Otherwise it might refuse everything.
  if (!(await judge.takes())) failures.push(`${name}: it is refused with nothing damaged`);
  return failures;
};
