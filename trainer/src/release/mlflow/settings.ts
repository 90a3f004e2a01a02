import { SettingInvalid } from "@despliega/storage";
import { z } from "zod";

/** Where runs and versions of models are sent. */
export interface MlflowSettings {
  /** Ends with a slash. */
  readonly url: URL;
  /** Makes the value of the header `authorization`, so that no log can show it; undefined where the server asks for none. */
  readonly authorization: () => string | undefined;
  /** Undefined: one for each model. */
  readonly experiment: string | undefined;
}

const isServer = (text: string): boolean => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || url.username !== "" || url.password !== "") return false;
  return url.protocol === "https:" || url.protocol === "http:";
};

/** The settings of MLflow, by the names of its own clients. */
export const MlflowEnvironment = z.object({
  MLFLOW_TRACKING_URI: z
    .string()
    .refine(isServer, {
      error: "must be the http or https url of a server, without a name or a password",
    })
    .optional()
    .meta({
      description: "where every training and its release are sent: [MLflow](mlflow.md)",
      default: "nothing is sent",
    }),
  MLFLOW_TRACKING_USERNAME: z.string().optional().meta({ description: "the user at MLflow" }),
  MLFLOW_TRACKING_PASSWORD: z.string().optional().meta({ description: "that user's password" }),
  MLFLOW_TRACKING_TOKEN: z
    .string()
    .optional()
    .meta({ description: "a bearer token for MLflow, where there is no user" }),
  MLFLOW_EXPERIMENT_NAME: z.string().min(1).optional().meta({
    description: "the experiment of all models' runs at MLflow",
    default: "`despliega/<model>`, one for each model",
  }),
});

/** Reads where MLflow is. @throws `SETTING_INVALID` for a user without a password, or the other way round */
export const mlflowOf = ({
  MLFLOW_TRACKING_URI: uri,
  MLFLOW_TRACKING_USERNAME: user,
  MLFLOW_TRACKING_PASSWORD: password,
  MLFLOW_TRACKING_TOKEN: token,
  MLFLOW_EXPERIMENT_NAME: experiment,
}: z.output<typeof MlflowEnvironment>): MlflowSettings | undefined => {
  if (uri === undefined) return undefined;
  if ((user === undefined) !== (password === undefined)) {
    const [name, other] =
      user === undefined
        ? ["MLFLOW_TRACKING_USERNAME", "MLFLOW_TRACKING_PASSWORD"]
        : ["MLFLOW_TRACKING_PASSWORD", "MLFLOW_TRACKING_USERNAME"];
    throw new SettingInvalid({ name, problem: `must be set where ${other} is` });
  }
  const basic = Buffer.from(`${user}:${password}`).toString("base64");
  const bearer = token === undefined ? undefined : `Bearer ${token}`;
  return {
    url: new URL(uri.endsWith("/") ? uri : `${uri}/`),
    authorization: () => (user === undefined ? bearer : `Basic ${basic}`),
    experiment,
  };
};
