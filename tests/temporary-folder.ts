import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** An empty folder; whoever asks for it takes it away. */
export const temporaryFolder = (prefix: string): string => mkdtempSync(join(tmpdir(), prefix));
