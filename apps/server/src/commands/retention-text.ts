import type { Retention } from "@hearth/store/access/get-retention";

/** What a project keeps for how long, as lines. */
export function retentionText({ project, channels }: Retention): string {
  if (channels.length === 0) return `Project "${project.name}" keeps everything for ever.`;
  const lines = channels.map(
    ({ channel, days }) => `  ${channel === "*" ? "everything else" : channel}: ${days} days`,
  );
  const rest = channels.some(({ channel }) => channel === "*") ? [] : ["  everything else: for ever"];
  return [`Project "${project.name}" keeps`, ...lines, ...rest].join("\n");
}
