import { importHistory } from "./tests/bench/coding/import-bench.ts";
import { newFolder, removeFolder } from "./tests/bench/bench-server.ts";
const folder = newFolder();
console.log(await importHistory(folder, Number(process.argv[2] ?? 300000)));
removeFolder(folder);
