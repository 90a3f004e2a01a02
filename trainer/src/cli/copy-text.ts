import type { CopiedPart, CopyPlan, PartFate } from "@despliega/storage";

import { megabytes } from "./megabytes.js";

const FATES: Readonly<Record<PartFate, readonly [done: string, planned: string]>> = {
  sent: ["sent", "would be sent"],
  there: ["is there already", "is there already"],
  stays: ["stays, as it holds identities", "would stay, as it holds identities"],
};

/** What becomes of a part, in words. */
export const fateText = ({ fate }: CopiedPart, dryRun: boolean): string =>
  FATES[fate][dryRun ? 1 : 0];

/** A part of a copy as a row. */
export const partText = (part: CopiedPart, dryRun: boolean): string =>
  `${part.name.padEnd(18)}  ${megabytes(part.bytes).padStart(9)}  ${fateText(part, dryRun)}`;

/** The parts of a copy by what becomes of them, and the bytes that are sent. */
export const countsOf = ({ parts }: Pick<CopyPlan, "parts">) => {
  const count = (fate: PartFate): number => parts.filter((part) => part.fate === fate).length;
  const bytes = parts.reduce((sum, part) => sum + (part.fate === "sent" ? part.bytes : 0), 0);
  return { sent: count("sent"), there: count("there"), stay: count("stays"), bytes };
};

/** The end of a copy in a sentence. */
export const copiedText = (
  { manifest: { model, version }, published, parts }: CopyPlan,
  to: string,
  dryRun: boolean,
): string => {
  const { sent, bytes } = countsOf({ parts });
  const size = `${sent} of ${parts.length} parts, ${megabytes(bytes)}`;
  if (dryRun) return `Would send ${size}, of ${model} ${version} to ${to}.`;
  if (published && sent === 0) return `${to} has ${model} ${version} already, with the same bytes.`;
  return `Copied ${model} ${version} to ${to}: sent ${size}. Promote it there.`;
};
