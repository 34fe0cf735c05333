import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { HOME } from "./home.ts";
import type { Piece } from "./piece.ts";

const PATH = "templates/order-shipped";

/** A whole template with its schema and a sample, to look at and to change. */
export async function exampleTemplate(): Promise<Piece> {
	const folder = join(HOME, PATH);
	const files = await Promise.all(
		(await readdir(folder)).map(
			async (name): Promise<[string, string]> => [
				`${PATH}/${name}`,
				await readFile(join(folder, name), "utf8"),
			],
		),
	);
	return { path: PATH, files: Object.fromEntries(files) };
}
