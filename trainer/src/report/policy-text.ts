import type { Catalogue } from "./language/catalogue.js";
import type { Locale } from "./language/locale.js";

type Policy = keyof Catalogue["classification"]["policies"];

/** How a threshold was chosen, which a manifest holds in English. A policy of another version stays as it is. */
export const policyText = (policy: string, { text }: Locale): string => {
  const { policies } = text.classification;
  const [code = ""] = policy.split(":", 1);
  return Object.hasOwn(policies, code) ? `${code}: ${policies[code as Policy]}` : policy;
};
