import { startApi } from "./api.js";
import type { Model } from "./models.js";
import type { LocalSettings } from "./settings.js";
import type { Stop } from "./stop.js";
import { startTokenIssuer } from "./token-issuer.js";

/** Models that one api serves. */
export interface Served {
  readonly models: readonly Model[];
  readonly url: string;
  /** The model that answers where a url names none. */
  readonly defaultModel: string | undefined;
  /** The url of a token with a role, if this machine issues tokens. */
  readonly tokenUrl: ((role: string) => string) | undefined;
}

/**
 * Starts an api for the open models, as it is set, and one for those about people, which asks for tokens: of the tenant
 * that is set, or else of an issuer on this machine.
 */
export const serve = async (
  given: NodeJS.ProcessEnv,
  { models, addresses, entra }: LocalSettings,
  stop: Stop,
): Promise<readonly Served[]> => {
  // What an api encrypts, it cannot read; what it checks, it cannot sign.
  const environment: NodeJS.ProcessEnv = {
    ...given,
    DESPLIEGA_DECISION_PRIVATE_KEYS: "",
    DESPLIEGA_SIGNING_KEY_FILE: "",
    DESPLIEGA_SIGNING_KEY_VAULT_KEY: "",
    DESPLIEGA_MLFLOW_URL: given["DESPLIEGA_MLFLOW_URL"] || given["MLFLOW_TRACKING_URI"],
  };
  const served: Served[] = [];
  if (models.open.length > 0) {
    const defaultModel = environment["DESPLIEGA_DEFAULT_MODEL"] || byRow(models.open);
    const own = { DESPLIEGA_MODELS: names(models.open), DESPLIEGA_DEFAULT_MODEL: defaultModel };
    const url = await startApi({ ...environment, ...own }, addresses.open, stop);
    served.push({ models: models.open, url, defaultModel, tokenUrl: undefined });
  }
  if (models.sensitive.length > 0) {
    const issuer = entra
      ? undefined
      : await startTokenIssuer(stop, {
          origins: originsOn(addresses.sensitive.port),
          roles: rolesOf(models.sensitive),
        });
    const defaultModel = byRow(models.sensitive);
    const own = {
      ...issuer?.environment,
      PORT: `${addresses.sensitive.port}`,
      DESPLIEGA_MODELS: names(models.sensitive),
      DESPLIEGA_SENSITIVE_MODELS:
        environment["DESPLIEGA_SENSITIVE_MODELS"] || names(models.sensitive),
      DESPLIEGA_DEFAULT_MODEL: defaultModel,
    };
    const url = await startApi({ ...environment, ...own }, addresses.sensitive, stop);
    served.push({ models: models.sensitive, url, defaultModel, tokenUrl: issuer?.tokenUrl });
  }
  return served;
};

const names = (models: readonly Model[]): string => models.map(({ name }) => name).join();

/** How browsers on this machine name a server of it. */
const originsOn = (port: number): readonly string[] =>
  ["localhost", "127.0.0.1", "[::1]"].map((host) => `http://${host}:${port}`);

/** The roles that may ask models about people, and see no pseudonym. */
const rolesOf = (models: readonly Model[]): readonly string[] => [
  ...new Set(
    models.flatMap(({ serving }) =>
      serving.by === "row" && serving.subject !== undefined ? [serving.subject.roles.masked] : [],
    ),
  ),
];

const byRow = (models: readonly Model[]): string | undefined =>
  models.find(({ serving }) => serving.by === "row")?.name;
