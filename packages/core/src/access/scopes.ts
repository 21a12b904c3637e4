/** What an API key may do. Scopes add up; `admin` is every one of them. */
export const scopes = [
  "read:sessions",
  "read:rules",
  "write:rules",
  "read:reports",
  "read:users",
  "write:users",
  "manage:webhooks",
  "write:signals",
  "admin",
] as const;

export type Scope = (typeof scopes)[number];

export const isScope = (text: string): text is Scope => (scopes as readonly string[]).includes(text);

export const allows = (granted: readonly Scope[], needed: Scope): boolean =>
  granted.includes("admin") || granted.includes(needed);
