import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { HearthError } from "@hearth/core/errors";
import { megabytes } from "./archive/free-space.ts";
import { withProgress } from "./archive/progress.ts";
import { withSnapshot } from "./archive/snapshot.ts";
import { writeArchive } from "./archive/write-archive.ts";
import { command } from "./command.ts";
import { expectDatabase } from "./store.ts";

export const backup = command({
  name: "backup",
  summary: "Write database, files and keys of one moment into one file, while the server runs",
  argument: {
    value: "FILE",
    about: "for instance hearth.tar.gz; keep it as secret as the data",
    required: true,
  },
  options: { force: { type: "boolean", about: "replace FILE where it exists" } },
  async run({ folder, argument, options, now, note }) {
    const file = resolve(argument!);
    expectDatabase(folder);
    if (existsSync(file) && !options.force) {
      throw new HearthError("conflict", `${file} exists: name another file, or replace it with --force.`);
    }
    return await withProgress(note, async (progress) => {
      return await withSnapshot(folder, progress, async (snapshot) => {
        const { manifest, files, hasSecret } = await writeArchive(folder, snapshot, file, {
          at: now,
          progress,
        });
        const { faults } = snapshot;
        return {
          data: { file, ...manifest, packedFiles: files, hasSecret, faults },
          text: [
            `Backup written to ${file}: database ${megabytes(manifest.database.bytes)}, ${files} files of ${megabytes(manifest.files.bytes)}.`,
            ...(files < manifest.files.count
              ? [
                  `${manifest.files.count - files} files were not there; "hearth doctor" tells lost from deleted.`,
                ]
              : []),
            ...(hasSecret ? [] : ["HEARTH_SECRET is not in it: keep it beside the backup."]),
            ...(faults.length > 0
              ? ['The database is damaged, keep older backups and run "hearth doctor":', ...faults]
              : []),
          ].join("\n"),
          isWrong: faults.length > 0,
        };
      });
    });
  },
});
