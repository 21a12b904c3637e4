import { enableCompileCache } from "node:module";
import { fileURLToPath } from "node:url";

// Compiled and type-stripped code is kept beside the program: a second start takes half the time and memory.
enableCompileCache(fileURLToPath(new URL("../../../node_modules/.cache/hearth", import.meta.url)));
const { serve } = await import("./serve.ts");
await serve(process.argv.slice(2));
