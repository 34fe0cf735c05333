import type { SenderManifest } from "../../core/manifest.ts";
import { type Check, ok, trouble } from "./check.ts";

const VERSION = 1;
const NEEDED: readonly (keyof SenderManifest)[] = [
	"breakerFunctionName",
	"limits",
	"retention",
	"deadLetterRetention",
];

export const version: Check = {
	id: "version",
	title: "the stack and this tool are compatible",
	async run({ target: { sender }, mend }) {
		const written: number = sender.version;
		if (written > VERSION) {
			return trouble(
				`the stack's manifest has version ${written}; this tool knows ${VERSION}`,
				"the findings may be wrong",
				"git pull && npm ci",
			);
		}
		const missing = NEEDED.filter((field) => sender[field] === undefined);
		return missing.length === 0
			? ok(`manifest version ${written}`)
			: trouble(
					`the stack's manifest lacks ${missing.join(", ")}: it was deployed by an older version`,
					"some checks cannot run",
					mend.redeploy(),
				);
	},
};
