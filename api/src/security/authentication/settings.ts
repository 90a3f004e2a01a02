import { parseSettings, SettingInvalid, type SettingSchemas } from "@despliega/storage";
import { z } from "zod";

import { ApiKeys, type ApiKey } from "./api-keys.js";
import { isLoopback } from "./loopback.js";
import type { SignIn } from "./sign-in.js";

/** How callers authenticate. */
export type AuthSettings =
  | { readonly mode: "none" }
  | { readonly mode: "key"; readonly keys: readonly ApiKey[] }
  | EntraSettings;

/** Which tokens are good. */
export interface EntraSettings {
  readonly mode: "entra";
  /** A token must be from one of them. */
  readonly issuers: readonly string[];
  /** A token must be meant for one of them. */
  readonly audiences: readonly string[];
  /** Where the issuer publishes the keys that it signs with. */
  readonly jwksUrl: string;
  /** The `roles` of a token must hold one of them; none: every app of the tenant is a caller. */
  readonly roles: readonly string[];
  /** What the `acrs` of a token may hold in place of `mfa` in its `amr`; undefined: nothing. */
  readonly authContext: string | undefined;
  /** Whether a token can show a second factor: by the context, or by an issuer that may send `amr`. */
  readonly secondFactor: boolean;
  /** How people sign in on the console. Default: they paste a token. */
  readonly signIn?: SignIn | undefined;
}

const isPrivate = ({ protocol, hostname, username, password }: URL): boolean =>
  (protocol === "https:" || isLoopback(hostname)) && username === "" && password === "";

/** The issuers of a tenant by the version of its access tokens. https://learn.microsoft.com/entra/identity-platform/access-tokens */
const ISSUERS: Readonly<Record<string, (tenant: string) => string>> = {
  "1.0": (tenant) => `https://sts.windows.net/${tenant}/`,
  "2.0": (tenant) => `https://login.microsoftonline.com/${tenant}/v2.0`,
};

const privateUrl = (danger: string) =>
  z
    .url({ protocol: /^https?$/, error: "must be an https url", abort: true })
    .refine((url) => isPrivate(new URL(url)), {
      error: `must be an https url without a password: ${danger}`,
    });

const NAMES = "must be one name, or several with commas between them";

const list = (error: string) =>
  z
    .string()
    .transform((names) => names.split(",").map((name) => name.trim()))
    .refine((names) => !names.includes("") && new Set(names).size === names.length, { error });

const Environment = z.object({
  DESPLIEGA_AUTH: z
    .enum(["none", "key", "entra"], { error: "must be none, key or entra" })
    .optional()
    .meta({
      description:
        "how callers prove who they are: `key`, `entra`, or `none` to answer everybody; without it the api starts on loopback only",
      default: "`none` on loopback",
    }),
  DESPLIEGA_API_KEYS: ApiKeys.optional().meta({
    description:
      "for `key`: `name:hash` separated by commas; the hash is the SHA-256 of the key in hexadecimal",
  }),
  // A tenant's tokens name it by its id alone, so "common" or a domain would refuse them all.
  DESPLIEGA_ENTRA_TENANT_ID: z
    .guid({ error: "must be the id of one tenant, a GUID" })
    .toLowerCase()
    .optional()
    .meta({ description: "for `entra`: the id of the tenant that issues tokens" }),
  DESPLIEGA_ENTRA_TOKEN_VERSIONS: list("must be 1.0 or 2.0, or both with a comma between them")
    .refine((versions) => versions.every((version) => Object.hasOwn(ISSUERS, version)), {
      error: "must be 1.0 or 2.0, or both with a comma between them",
    })
    .optional()
    .meta({
      description:
        "for `entra`: the versions of access tokens that the tenant issues for this api, `1.0`, `2.0` or both with a comma; each has an issuer of its own",
      default: "`2.0`",
    }),
  DESPLIEGA_ENTRA_ISSUER: list(NAMES).optional().meta({
    description: "for `entra`: another issuer; several separated by commas",
    default: "from the tenant",
  }),
  DESPLIEGA_ENTRA_JWKS_URL: privateUrl("a change of its answer lets others sign tokens")
    .optional()
    .meta({
      description: "for `entra`: the url of the signing keys of another issuer",
      default: "from the tenant",
    }),
  DESPLIEGA_ENTRA_AUDIENCE: list(NAMES).optional().meta({
    description: "for `entra`: the audience that a token must name; several separated by commas",
  }),
  DESPLIEGA_ENTRA_ROLE: list(NAMES).optional().meta({
    description:
      "for `entra`: a role that a token must hold; one of several separated by commas. Without it every app of the tenant is answered, and no sensitive model is served",
    default: "none",
  }),
  DESPLIEGA_ENTRA_AUTH_CONTEXT: z
    .string()
    .regex(/^c[1-9]\d?$/, { error: "must be the id of an authentication context, c1 to c99" })
    .optional()
    .meta({
      description:
        "for `entra`: the authentication context, `c1` to `c99`, that a token for a sensitive model must have met; `mfa` in `amr`, which tokens of version 2.0 never carry, counts too",
    }),
  DESPLIEGA_ENTRA_SIGN_IN_CLIENT_ID: z.string().min(1).optional().meta({
    description:
      "for `entra`: the client id of the registration by which people sign in on the console; without it they paste a token",
    default: "none",
  }),
  DESPLIEGA_ENTRA_SIGN_IN_SCOPE: z.string().min(1).optional().meta({
    description: "for `entra`: the scope of the token that the console asks for",
    default: "the first audience and /.default",
  }),
  DESPLIEGA_ENTRA_SIGN_IN_AUTHORITY: privateUrl("people are sent there to sign in")
    .refine((url) => !/[?#]/.test(url), { error: "must have no query and no fragment" })
    .optional()
    .meta({
      description:
        "for `entra`: the url below which the console finds `/.well-known/openid-configuration`",
      default: "the tenant's, or the first issuer",
    }),
});

/** The settings that are read here, each with its meaning, as `docs/settings.md` shows them. */
export const AUTH_SETTINGS: SettingSchemas = Environment.shape;

type Parsed = z.output<typeof Environment>;

/**
 * Reads how callers authenticate. Without `DESPLIEGA_AUTH` they do not, as long as only this machine reaches the host.
 *
 * @throws `SETTING_INVALID` for a wrong or missing setting, and without `DESPLIEGA_AUTH` on any other host
 */
export const readAuthSettings = (environment: NodeJS.ProcessEnv, host: string): AuthSettings => {
  const parsed = parseSettings(Environment, environment);
  switch (parsed.DESPLIEGA_AUTH) {
    case "none":
      return { mode: "none" };
    case "key":
      return { mode: "key", keys: need(parsed, "DESPLIEGA_API_KEYS") };
    case "entra":
      return entra(parsed);
    case undefined:
      return withoutMode(parsed, host);
  }
};

const withoutMode = (parsed: Parsed, host: string): AuthSettings => {
  const meant = (Object.keys(parsed) as (keyof Parsed)[]).find(
    (name) => parsed[name] !== undefined,
  );
  if (meant !== undefined)
    throw missing("DESPLIEGA_AUTH", `beside ${meant}; set it to key or entra`);
  if (isLoopback(host)) return { mode: "none" };
  throw missing(
    "DESPLIEGA_AUTH",
    "and other machines reach DESPLIEGA_HOST; set it to key or entra, or to none to answer everybody",
  );
};

const entra = (parsed: Parsed): EntraSettings => {
  const tenant = () => need(parsed, "DESPLIEGA_ENTRA_TENANT_ID");
  const { DESPLIEGA_ENTRA_ISSUER: others, DESPLIEGA_ENTRA_TOKEN_VERSIONS: versions } = parsed;
  if (others !== undefined && versions !== undefined)
    throw new SettingInvalid({
      name: "DESPLIEGA_ENTRA_TOKEN_VERSIONS",
      problem: "must not be set beside DESPLIEGA_ENTRA_ISSUER, which names the issuers",
    });
  const ofTenant = versions ?? ["2.0"];
  const authContext = parsed.DESPLIEGA_ENTRA_AUTH_CONTEXT;
  return {
    mode: "entra",
    issuers: others ?? ofTenant.map((version) => ISSUERS[version]!(tenant())),
    // Both versions are signed with the keys of the tenant.
    jwksUrl:
      parsed.DESPLIEGA_ENTRA_JWKS_URL ??
      `https://login.microsoftonline.com/${tenant()}/discovery/v2.0/keys`,
    audiences: need(parsed, "DESPLIEGA_ENTRA_AUDIENCE"),
    roles: parsed.DESPLIEGA_ENTRA_ROLE ?? [],
    authContext,
    secondFactor: authContext !== undefined || others !== undefined || ofTenant.includes("1.0"),
    signIn: signInOf(parsed, others?.[0] ?? ISSUERS["2.0"]!(tenant())),
  };
};

const signInOf = (parsed: Parsed, issuer: string): SignIn | undefined => {
  const {
    DESPLIEGA_ENTRA_SIGN_IN_CLIENT_ID: clientId,
    DESPLIEGA_ENTRA_SIGN_IN_SCOPE: scope,
    DESPLIEGA_ENTRA_SIGN_IN_AUTHORITY: authority = issuer,
  } = parsed;
  if (clientId === undefined) return undefined;
  if (!URL.canParse(authority))
    throw missing(
      "DESPLIEGA_ENTRA_SIGN_IN_AUTHORITY",
      "and DESPLIEGA_ENTRA_ISSUER is no url that could stand for it",
    );
  const [audience] = need(parsed, "DESPLIEGA_ENTRA_AUDIENCE");
  return {
    clientId,
    scope: scope ?? `${audience}/.default`,
    authority: authority.replace(/\/$/, ""),
  };
};

const need = <Name extends keyof Parsed>(parsed: Parsed, name: Name) => {
  const value = parsed[name];
  if (value === undefined)
    throw missing(name, `and DESPLIEGA_AUTH=${parsed.DESPLIEGA_AUTH} needs it`);
  return value;
};

const missing = (name: string, why: string) =>
  new SettingInvalid({ name, problem: `is missing, ${why}` });
