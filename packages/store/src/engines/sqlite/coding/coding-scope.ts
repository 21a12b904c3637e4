import type { Mode } from "@hearth/core/access/secret-format";
import type { IdentityScope } from "@hearth/core/coding/call-identity";

/** Whose calls they are: one organization, and live or test data of it. */
export interface CodingScope {
  readonly organizationId: number;
  /** Public id of the organization: part of every key's hash. */
  readonly organization: string;
  /** 1 for what test credentials send. */
  readonly test: 0 | 1;
}

export const modeOf = ({ test }: Pick<CodingScope, "test">): Mode => (test === 1 ? "test" : "live");

export const identityOf = (scope: CodingScope): IdentityScope => ({
  organization: scope.organization,
  mode: modeOf(scope),
});
