import { existsSync } from "node:fs";
import { isAbsolute, join } from "node:path";

/** What synthesizes an app: a program with arguments, or a line for a shell. */
export type AppCommand =
	| { readonly file: string; readonly args: readonly string[] }
	| { readonly line: string };

const SOURCE = /^\S+\.[cm]?[jt]s$/;

/** A file of JavaScript or TypeScript is run by this Node.js, all else by a shell. @throws Error for such a file that is not there. */
export function appCommand(app: string, folder: string): AppCommand {
	if (!SOURCE.test(app)) return { line: app };
	const file = isAbsolute(app) ? app : join(folder, app);
	if (!existsSync(file))
		throw new Error(
			`Cannot start ${app} as there is no file ${file}: name the file of a CDK app, such as bin/app.ts, or give its command in quotes`,
		);
	return { file: process.execPath, args: [file] };
}
