import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { exampleTemplate } from "../init/example-template.ts";
import { MAIL_STACK, stepsInApp } from "../init/own-app.ts";
import { type Piece, writeNew } from "../init/piece.ts";
import {
	SENDERS_FILES,
	STEPS_WITH_SENDERS_FILE,
} from "../init/senders-file.ts";
import { Misuse } from "../sender/target.ts";
import { OPS } from "../terminal/called-by.ts";
import type { Command } from "../terminal/io.ts";
import { wrap } from "../terminal/wrap.ts";

export const init: Command = {
	usage:
		"init — write a stack for the CDK app of this folder, or senders.json, and a template; print the steps to deploy",
	async run(args, io) {
		if (args.length > 0)
			throw new Misuse(
				`Cannot tell what ${args.join(" ")} is: ${OPS} init takes no more words, and writes into the current folder`,
			);
		const folder = process.cwd();
		const cdkJson = join(folder, "cdk.json");
		const hasOwnApp =
			existsSync(cdkJson) && !existsSync(join(folder, "senders.json"));
		const pieces = [
			...(hasOwnApp ? [MAIL_STACK] : SENDERS_FILES),
			await exampleTemplate(),
		];
		const written = await writeNew(folder, pieces);
		const steps = hasOwnApp
			? stepsInApp(await readFile(cdkJson, "utf8"))
			: STEPS_WITH_SENDERS_FILE;
		io.out(wrap(`${told(pieces, written)}\n\n${steps}`, io.columns));
		return 0;
	},
};

/** What was written, and what stays as it is. */
function told(pieces: readonly Piece[], written: readonly string[]): string {
	const kept = pieces
		.filter(
			({ files }) => !Object.keys(files).some((one) => written.includes(one)),
		)
		.map(({ path }) => path);
	return [
		written.length === 0 ? "Nothing is written." : "Written:",
		...written.map((file) => `  ${file}`),
		...(kept.length === 0 ? [] : [`Left as it is: ${kept.join(", ")}.`]),
	].join("\n");
}
