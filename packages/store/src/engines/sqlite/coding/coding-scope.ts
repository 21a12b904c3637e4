import type { Mode } from "@hearth/core/access/secret-format";
import type { IdentityScope } from "@hearth/core/coding/call-identity";
import type { CodingScope } from "../../../coding/coding-book.ts";

export type { CodingScope };

export const modeOf = ({ test }: Pick<CodingScope, "test">): Mode => (test === 1 ? "test" : "live");

export const identityOf = (scope: CodingScope): IdentityScope => ({
  organization: scope.organization,
  mode: modeOf(scope),
});
