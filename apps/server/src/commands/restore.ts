import { resolve } from "node:path";
import { megabytes } from "./archive/free-space.ts";
import { withProgress } from "./archive/progress.ts";
import { restoreArchive } from "./archive/restore-archive.ts";
import { command } from "./command.ts";

export const restore = command({
  name: "restore",
  summary: "Put a backup in the place of the data folder; the server must be stopped",
  argument: { value: "FILE", about: "what hearth backup wrote", required: true },
  options: {},
  async run({ folder, argument, now, note }) {
    const file = resolve(argument!);
    const restored = await withProgress(note, async (progress) => {
      return await restoreArchive(folder, file, { now, progress });
    });
    const { manifest, files, erasedAgain, previous } = restored;
    const erased = Object.entries(erasedAgain).filter(([, count]) => count > 0);
    return {
      data: { folder: folder.root, file, previous, files, erasedAgain, manifest },
      text: [
        `Restored ${folder.root} as it was at ${manifest.createdAt}: database ${megabytes(manifest.database.bytes)}, ${files} files.`,
        ...(erased.length > 0
          ? [`Erased again since then: ${erased.map(([kind, count]) => `${count} ${kind}`).join(", ")}.`]
          : []),
        "Tokens and keys revoked since then are good again: see hearth token list, hearth key list.",
        ...(previous ? [`What was there before is in ${previous}: delete it once all is well.`] : []),
      ].join("\n"),
    };
  },
});
