/** How a new secret is shown, the only time it is. */
export const secretText = (what: string, { id, secret }: { id: string; secret: string }): string =>
  [`${what} is made (${id}):`, "", `  ${secret}`, "", "Keep it now: it is not shown again."].join("\n");
