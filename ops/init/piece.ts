import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** What is written as a whole, or not at all when something of that name is there. */
export interface Piece {
	/** A file, or a folder with files. */
	readonly path: string;
	/** Texts by their paths. */
	readonly files: Readonly<Record<string, string>>;
}

export function file(path: string, text: string): Piece {
	return { path, files: { [path]: text } };
}

/** Writes what is not there yet. @returns the paths of the files. */
export async function writeNew(
	folder: string,
	pieces: readonly Piece[],
): Promise<readonly string[]> {
	const missing = pieces.filter(({ path }) => !existsSync(join(folder, path)));
	const texts = missing.flatMap(({ files }) => Object.entries(files));
	for (const [path, text] of texts) {
		await mkdir(dirname(join(folder, path)), { recursive: true });
		// Never over a file that somebody has just written.
		await writeFile(join(folder, path), text, { flag: "wx" });
	}
	return texts.map(([path]) => path);
}
