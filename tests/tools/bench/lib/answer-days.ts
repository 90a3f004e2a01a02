import { once } from "node:events";
import { createReadStream, createWriteStream, existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import type { BlobStore } from "@despliega/storage";

const DAY_MS = 86_400_000;

/** The days that answers are made for: a window of 28 and the one before. */
export const DAYS = Array.from({ length: 56 }, (_, i) =>
  new Date(Date.UTC(2026, 0, 1) + i * DAY_MS).toISOString().slice(0, 10),
);

const KEYS = 2_000_003;

/** Writes so many recorded answers of riesgo, evenly over the days, about two million keys. */
export const writeAnswers = async (
  folder: string,
  version: string,
  answers: number,
): Promise<void> => {
  await mkdir(folder, { recursive: true });
  let made = 0;
  for (const day of DAYS) {
    const out = createWriteStream(join(folder, day));
    let text = "";
    for (let i = 0; i < answers / DAYS.length; i++, made++) {
      text += lineOf(day, version, made);
      if (text.length < 1 << 20) continue;
      if (!out.write(text)) await once(out, "drain");
      text = "";
    }
    out.end(text);
    await once(out, "finish");
  }
};

const lineOf = (day: string, version: string, nth: number): string => {
  const key = ((nth * 2_654_435_761) % KEYS).toString(16).padStart(32, "0");
  const id = `${day.replaceAll("-", "")}T120000000Z-0123456789abcdef-${nth.toString(36)}`;
  const amount = ((nth * 31) % 40_000) / 100 + 0.123456789;
  const years = nth % 17 === 0 ? null : nth % 20;
  const features = JSON.stringify([nth % 40, amount, 20 + (nth % 50), years, nth % 2]);
  const score = ((nth * 7_919) % 10_007) / 10_007;
  return `{"id":"${id}","at":"${day}T12:00:00.000Z","version":"${version}","key":"h:${key}","features":${features},"scores":[${score}],"answer":0}\n`;
};

/** A store whose recorded answers are the files of a folder, one for each day. */
export const answersIn = (folder: string, store: BlobStore): BlobStore => ({
  ...store,
  async *list(prefix) {
    const [, , day = ""] = prefix.split("/");
    await Promise.resolve();
    if (existsSync(join(folder, day)))
      yield { name: `${prefix}0.jsonl`, bytes: 0, modified: new Date(0) };
  },
  stream: (name) => createReadStream(join(folder, name.split("/")[2]!), { highWaterMark: 1 << 20 }),
});
