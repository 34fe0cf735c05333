import { USUAL_PORT } from "../sender/target.ts";
import type { Io } from "../terminal/io.ts";

const PATIENCE_MS = 3000;
/** The header has whole seconds. */
const SAME_MS = 2000;

/** The clock of a command: with --local that of the local stack, which can be moved. */
export async function nowAt(
	args: readonly string[],
	{ now }: Pick<Io, "now">,
): Promise<Io["now"]> {
	if (!args.includes("--local")) return now;
	const ahead = await aheadMs(portIn(args), now).catch(() => 0);
	return Math.abs(ahead) < SAME_MS ? now : () => now() + ahead;
}

async function aheadMs(port: string, now: Io["now"]): Promise<number> {
	const response = await fetch(`http://127.0.0.1:${port}/`, {
		signal: AbortSignal.timeout(PATIENCE_MS),
	});
	await response.body?.cancel();
	const date = Date.parse(response.headers.get("date") ?? "");
	return Number.isNaN(date) ? 0 : date - now();
}

function portIn(args: readonly string[]): string {
	const at = args.findIndex((arg) => /^--port(=|$)/.test(arg));
	const port = args[at]?.split("=")[1] ?? args[at + 1];
	return at < 0 || port === undefined ? String(USUAL_PORT) : port;
}
