import { createRequire, registerHooks } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const OF_THE_RUNTIME = /^@(aws-sdk|smithy)\//;

/** Where AWS's clients are looked for that a function has not bundled: the app's folder, then this package. */
const PLACES = [
	pathToFileURL(join(process.cwd(), "app.js")).href,
	import.meta.url,
];

/** Lambda's Node.js runtime has AWS's SDK beside the function: CDK leaves it out of bundles. */
export function provideSdk(): void {
	let isLooking = false;
	registerHooks({
		resolve(specifier, context, next) {
			try {
				return next(specifier, context);
			} catch (error) {
				if (isLooking || !OF_THE_RUNTIME.test(specifier)) throw error;
				isLooking = true;
				try {
					const url = findFile(specifier);
					if (url === undefined) throw error;
					return { url, format: "commonjs", shortCircuit: true };
				} finally {
					isLooking = false;
				}
			}
		},
	});
}

/** As `require` finds it: the clients are CommonJS, which both kinds of modules can load. */
function findFile(specifier: string): string | undefined {
	for (const place of PLACES) {
		try {
			return pathToFileURL(createRequire(place).resolve(specifier)).href;
		} catch {
			// The next place may have it.
		}
	}
	return undefined;
}
