import { banner, outputsOf } from "../banner.ts";
import { writeByHand } from "../by-hand.ts";
import type { Typed } from "../options.ts";
import type { LocalRun } from "../run.ts";
import { sendSample } from "../sample.ts";
import { readyLine } from "../tell-ready.ts";
import { keepUp } from "./keep-up.ts";
import { createProgress } from "./progress.ts";
import { startApp } from "./running.ts";
import { createStops, SIGNALS } from "./stops.ts";

export type StartOptions = Exclude<Typed, { readonly verb: "help" }>;

/** Starts an app, sends a sample mail, and tells what runs where; `once`: stops again. @throws Error that says why it can't. */
export async function start(options: StartOptions): Promise<void> {
	const stops = createStops();
	const end = () => void stops.stop().then(() => process.exit(0));
	for (const signal of SIGNALS) process.on(signal, end);
	// Who started it by a channel is gone.
	process.on("disconnect", end);
	process.channel?.unref();
	const progress = createProgress({ spoken: true });
	try {
		const running = await startApp(options, stops, progress);
		const { local, troubles, folder } = running;
		tellOfOtherPorts(local, options);
		progress("sending a sample mail");
		const sample = await sendSample(local);
		if (!sample.ok) throw new Error([sample.reply, ...troubles].join("\n"));
		progress.done();
		console[options.json ? "error" : "log"](
			banner(local, sample.reply, {
				outputs: outputsOf(local),
				byHand: writeByHand(local.aws.leftOut, folder),
				isOver: options.once,
			}),
		);
		if (options.watch) await keepUp(running, stops);
		if (options.json) console.log(JSON.stringify(readyLine(local)));
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
