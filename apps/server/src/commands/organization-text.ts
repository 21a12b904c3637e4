import type { CodingSettings } from "@hearth/store/coding/settings/coding-settings";

/** What an organization has set, as lines. */
export function organizationText({ organization, ...settings }: CodingSettings): string {
  const { sessionTimeout, timeZone, callDays } = settings;
  return [
    `Organization "${organization.name}" (${organization.id})`,
    `  a session ends after   ${sessionTimeout} seconds without a call (--session-timeout)`,
    `  reports count days in  ${timeZone} (--time-zone)`,
    `  calls are kept for     ${callDays === null ? "ever" : `${callDays} days`} (--call-days)`,
  ].join("\n");
}
