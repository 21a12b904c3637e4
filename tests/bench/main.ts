import { cpus, totalmem } from "node:os";
import { benchCoding } from "./coding/coding-bench.ts";
import { figureLine } from "./figure.ts";
import { benchIngest } from "./ingest-bench.ts";
import { benchReading } from "./reading-bench.ts";
import { benchStart } from "./start-bench.ts";

const seconds = Number(process.env["BENCH_SECONDS"] ?? 8);
const parts = {
  ingest: () => benchIngest(seconds),
  start: benchStart,
  reading: benchReading,
  coding: benchCoding,
};
const wanted = process.argv.slice(2);

process.stdout.write(
  `${cpus().length} × ${cpus()[0]!.model}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}\n\n`,
);
process.stdout.write("| what | measured | target | beside |\n|---|---|---|---|\n");
for (const [name, run] of Object.entries(parts)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  process.stderr.write(`measuring ${name} …\n`);
  for (const figure of await run()) process.stdout.write(`${figureLine(figure)}\n`);
}
