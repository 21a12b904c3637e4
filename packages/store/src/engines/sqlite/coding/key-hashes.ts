import { hash } from "node:crypto";
import { keyHash } from "@hearth/core/coding/call-identity";
import { type CodingScope, identityOf } from "./coding-scope.ts";

export const digest = (text: string): string => hash("sha256", text, "hex");

/** Hashes of keys; a batch asks for each of its keys several times. */
export class KeyHashes {
  private readonly known = new Map<string, string>();
  private scope = "";

  of(scope: CodingScope, key: string): string {
    const name = `${scope.organization} ${scope.test}`;
    if (name !== this.scope) this.forget(name);
    let text = this.known.get(key);
    if (text === undefined) this.known.set(key, (text = keyHash(digest, identityOf(scope), key)));
    return text;
  }

  /** A batch is through. */
  forget(scope = ""): void {
    this.known.clear();
    this.scope = scope;
  }
}
