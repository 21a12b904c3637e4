import type { FirstSecrets } from "./first-start.ts";

export interface Welcome {
  /** Where the server answers, without a slash at its end. */
  readonly url: string;
  /** Path of the data folder as the operator knows it. */
  readonly data: string;
  readonly first: FirstSecrets;
}

/** The one screen of `npm start`. Secrets are on it only when they were just made. */
export function welcomeScreen({ url, data, first }: Welcome): string {
  const token = first.gameToken ?? "flg_…";
  const lines = [
    "",
    `  Hearth is ready at ${url}`,
    "",
    `    read     ${url}/docs`,
    `    data     ${data}`,
    ...(first.gameToken ? [`    token    ${first.gameToken}`] : []),
    ...(first.apiKey ? [`    API key  ${first.apiKey}`] : []),
    "",
    ...(first.gameToken || first.apiKey
      ? ["  Keep what is secret here now: it is not shown again.", ""]
      : ["  A new game token, an API key:", "", ...newCredentials, ""]),
    "  Start a play session:",
    "",
    `    curl ${url}/v1/ingest/sessions \\`,
    `      -H 'Authorization: Bearer ${token}' -H 'Content-Type: application/json' \\`,
    `      -d '{"build":{"version":"0.1.0","platform":"linux"}}'`,
    "",
    "",
  ];
  return lines.join("\n");
}

const newCredentials = [
  `    npm exec -- hearth token create --environment Development --name "My game"`,
  '    npm exec -- hearth key create --scopes admin --name "My key"',
];
