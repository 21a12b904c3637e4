import { enableCompileCache } from "node:module";

// Compiled and type-stripped code is kept beside the program: a second start takes half the time and memory.
enableCompileCache(new URL("../../../node_modules/.cache/hearth", import.meta.url).pathname);
const { serve } = await import("./serve.ts");
await serve(process.argv.slice(2));
