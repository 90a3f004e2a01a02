import type { Locale } from "./language/locale.js";

const FORMS = [
  ["atLeast", /^(\w+) at least (\S+)$/],
  ["atMost", /^(\w+) at most (\S+)$/],
  ["nearChampion", /^(\w+) within (\S+) of the champion's (\S+)$/],
  ["nearIdeal", /^(\w+) within (\S+) of (\S+)$/],
] as const;

/** The rule of a promotion check, which a manifest holds in English. A rule of another form stays as it is. */
export const ruleText = (rule: string, { text, format }: Locale): string => {
  for (const [form, pattern] of FORMS) {
    const [, metric, ...bounds] = pattern.exec(rule) ?? [];
    if (metric === undefined) continue;
    const [bound = "", from = ""] = bounds.map((at) => format.number(Number(at)));
    return text.run.checks[form](metric, bound, from);
  }
  return rule;
};
