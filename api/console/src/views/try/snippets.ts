import type { Credential } from "../../api/credential.js";
import { urls } from "../../api/urls.js";
import type { FormRequest } from "./asked.js";

/** A request in one language. */
export interface Snippet {
  readonly name: string;
  readonly code: string;
}

/**
 * Writes a request in each language that a caller may use.
 *
 * @param scheme what a caller has to show; its place has a name
 */
export const snippetsOf = (
  asked: FormRequest,
  model: string,
  origin: string,
  scheme: Scheme,
): readonly Snippet[] => [
  { name: "curl", code: curl(asked, origin, scheme) },
  { name: "JavaScript", code: javascript(asked, origin, scheme) },
  { name: "Python", code: python(asked, origin, scheme) },
  ...(asked.body === undefined || asked.path !== urls.prediction(model)
    ? []
    : [{ name: "MLflow", code: mlflow(asked.body, model, origin) }]),
];

type Scheme = Credential["scheme"] | undefined;

const SHELL_HEADERS = { key: "x-api-key: $KEY", bearer: "authorization: Bearer $TOKEN" } as const;
const JS_HEADERS = {
  key: `"x-api-key": key`,
  bearer: "authorization: `Bearer ${token}`",
} as const;
const PYTHON_HEADERS = {
  key: `"x-api-key": key`,
  bearer: `"authorization": f"Bearer {token}"`,
} as const;

/** A text as a shell takes it, whatever is in it. */
const shell = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

const curl = ({ path, body }: FormRequest, origin: string, scheme: Scheme): string =>
  [
    `curl ${shell(origin + path)}`,
    ...(scheme === undefined ? [] : [`-H "${SHELL_HEADERS[scheme]}"`]),
    ...(body === undefined
      ? []
      : [`-H 'content-type: application/json'`, `-d ${shell(JSON.stringify(body))}`]),
  ].join(" \\\n  ");

const javascript = (
  { method, path, body }: FormRequest,
  origin: string,
  scheme: Scheme,
): string => {
  const headers = [
    ...(scheme === undefined ? [] : [JS_HEADERS[scheme]]),
    ...(body === undefined ? [] : [`"content-type": "application/json"`]),
  ];
  const options = [
    ...(method === "GET" ? [] : [`  method: "POST",`]),
    ...(headers.length === 0 ? [] : [`  headers: { ${headers.join(", ")} },`]),
    ...(body === undefined ? [] : [`  body: JSON.stringify(${indented(body)}),`]),
  ];
  const given = options.length === 0 ? "" : `, {\n${options.join("\n")}\n}`;
  return `const response = await fetch(${JSON.stringify(origin + path)}${given});
console.log(await response.json());`;
};

const python = ({ method, path, body }: FormRequest, origin: string, scheme: Scheme): string => {
  const given = [
    `    ${JSON.stringify(origin + path)},`,
    ...(scheme === undefined ? [] : [`    headers={${PYTHON_HEADERS[scheme]}},`]),
    ...(body === undefined ? [] : [`    json=${dictionary(body)},`]),
    "    timeout=10,",
  ];
  return `import requests

response = requests.${method === "GET" ? "get" : "post"}(
${given.join("\n")}
)
response.raise_for_status()
print(response.json())`;
};

const mlflow = (body: NonNullable<FormRequest["body"]>, model: string, origin: string): string =>
  `import pandas as pd
from mlflow.pyfunc.scoring_server.client import ScoringServerClient

client = ScoringServerClient("127.0.0.1", 0)
client.url_prefix = ${JSON.stringify(`${origin}/models/${encodeURIComponent(model)}`)}
rows = pd.DataFrame([${dictionary(body)}])
print(client.invoke(rows).get_predictions())`;

const indented = (body: object): string => JSON.stringify(body, null, 2).replaceAll("\n", "\n  ");

/** JSON as Python writes it. */
const dictionary = (body: object): string =>
  `{\n${Object.entries(body)
    .map(([name, value]) => `        ${JSON.stringify(name)}: ${pythonValue(value)},`)
    .join("\n")}\n    }`;

const pythonValue = (value: unknown): string => {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  return JSON.stringify(value);
};
