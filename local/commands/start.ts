import { banner, outputsOf } from "../banner.ts";
import type { Typed } from "../options.ts";
import { readyLine } from "../ready-line.ts";
import type { LocalRun } from "../run.ts";
import { sendSample } from "../sample.ts";
import { createProgress } from "./progress.ts";
import { startApp } from "./running.ts";
import { createStops, SIGNALS } from "./stops.ts";

export type StartOptions = Exclude<Typed, { readonly verb: "help" }>;

/** Starts an app, sends a sample mail, and tells what runs where; `once`: stops again. @throws Error that says why it can't. */
export async function start(options: StartOptions): Promise<void> {
	const stops = createStops();
	for (const signal of SIGNALS)
		process.on(signal, () => void stops.stop().then(() => process.exit(0)));
	// What has started it by a channel of Node's is gone.
	process.on("disconnect", () => void stops.stop().then(() => process.exit(0)));
	process.channel?.unref();
	const progress = createProgress({ spoken: true });
	try {
		const { local, troubles } = await startApp(options, stops, progress);
		tellOfOtherPorts(local, options);
		progress("sending a sample mail");
		const sample = await sendSample(local);
		if (!sample.ok) throw new Error([sample.reply, ...troubles].join("\n"));
		progress.done();
		console[options.json ? "error" : "log"](
			banner(
				local,
				sample.reply,
				options.app === undefined ? [] : outputsOf(local),
			),
		);
		const [sender] = local.senders;
		if (options.json && sender !== undefined)
			console.log(JSON.stringify(readyLine(local, sender)));
		if (options.once) await stops.stop();
	} catch (error) {
		progress.done();
		await stops.stop();
		throw error;
	}
}

function tellOfOtherPorts(
	{ aws, inbox, gmail }: LocalRun,
	{ port, inboxPort, smtpPort }: StartOptions,
): void {
	const ports = [
		["AWS endpoint", 4566, port, aws.port],
		["inbox", 8025, inboxPort, inbox.port],
		["look-alike Gmail", 1587, smtpPort, gmail.port],
	] as const;
	for (const [part, usual, asked, actual] of ports) {
		if (asked === undefined && actual !== usual)
			console.error(
				`  port ${usual} is taken: the ${part} listens on ${actual}`,
			);
	}
}
