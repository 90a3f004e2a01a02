import type { Manifest } from "./manifest/manifest.js";
import type { KeyForm } from "./manifest/recording.js";
import type { Subject } from "./manifest/serving.js";

/** What a release grants the people that it is about. */
export interface Terms {
  readonly sensitive: boolean;
  /** Undefined for an open model, which every caller may ask. */
  readonly roles: Subject["roles"] | undefined;
  /** The role that sees features and how answers come about. Undefined: every caller does. */
  readonly details: string | undefined;
  /** Whether every answer is kept before it is given. */
  readonly decisions: boolean;
  /** How many identities promote a release; 1 where the model asks for no approvals. */
  readonly approvals: number;
  /** How recorded answers hold the keys that they are about. */
  readonly keys: KeyForm;
}

/** What states terms: a manifest, or the definition of a model. */
export interface StatesTerms extends Pick<
  Manifest,
  "privacy" | "decisions" | "approvals" | "recording"
> {
  readonly serving: {
    readonly by: "key" | "row";
    readonly details?: { readonly role: string } | undefined;
    readonly subject?: Pick<Subject, "roles"> | undefined;
  };
}

/** The terms of a release. */
export const termsOf = (manifest: StatesTerms): Terms => ({
  sensitive: manifest.privacy === "sensitive",
  roles: manifest.serving.subject?.roles,
  details: manifest.serving.details?.role,
  decisions: manifest.decisions === "durable",
  approvals: manifest.approvals ?? 1,
  keys: manifest.recording?.key ?? "hashed",
});

/**
 * What is less strict in terms than in others, as ends of a sentence about a release; none where it is at least as strict.
 * This is the order of strictness: terms without a finding are as strict or stricter. Another role is less strict, since
 * nobody can tell who has it.
 *
 * @param before only the terms that are stated count
 */
export const loosened = (terms: Terms, before: Partial<Terms>): readonly string[] => [
  ...(before.sensitive && !terms.sensitive ? ["is not declared sensitive"] : []),
  ...(before.roles && terms.roles ? widened(terms.roles, before.roles) : []),
  ...(before.details && terms.details !== before.details
    ? [
        `shows details to ${terms.details === undefined ? "every caller" : `the role ${terms.details}`}`,
      ]
    : []),
  ...(before.decisions && !terms.decisions ? ["keeps no decisions"] : []),
  ...(before.approvals !== undefined && terms.approvals < before.approvals
    ? [`asks for ${terms.approvals} instead of ${before.approvals} identities to promote it`]
    : []),
  ...(before.keys && OPENNESS[terms.keys] > OPENNESS[before.keys]
    ? [`records keys ${terms.keys === "clear" ? "in the clear" : terms.keys}`]
    : []),
];

const OPENNESS: Readonly<Record<KeyForm, number>> = { none: 0, hashed: 1, clear: 2 };

/** Roles that may do what they could not do before. A role that sees pseudonyms may also ask. */
const widened = (
  { masked, whole }: Subject["roles"],
  before: Subject["roles"],
): readonly string[] => [
  ...(whole === before.whole ? [] : [`shows pseudonyms to the role ${whole}`]),
  ...([before.masked, before.whole].includes(masked) ? [] : [`answers the role ${masked}`]),
];
