import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { banner, outputsOf } from "./banner.ts";
import { type CliOptions, parseCli, USAGE } from "./cli-options.ts";
import { type LocalRun, run } from "./run.ts";
import { sendSample } from "./sample.ts";
import { synthesize } from "./synthesize.ts";

const SLOW_MS = 10_000;

await main();

async function main(): Promise<void> {
	let options: CliOptions | "help";
	try {
		options = parseCli(process.argv.slice(2));
	} catch (error) {
		return fail(error, 2);
	}
	if (options === "help") return console.log(USAGE);
	const started = await start(options).catch((error) => fail(error, 1));
	if (started === undefined) return;
	const { local, stop, troubles, progress } = started;
	const sample = await sendSample(local);
	progress.done();
	if (!sample.ok) {
		await stop();
		return fail(new Error([sample.reply, ...troubles].join("\n")), 1);
	}
	console[options.json ? "error" : "log"](
		banner(
			local,
			sample.reply,
			options.app === undefined ? [] : outputsOf(local),
		),
	);
	if (options.json) console.log(readyLine(local));
	if (options.once) await stop();
}

const TROUBLES_KEPT = 5;

async function start(options: CliOptions) {
	const folder = await mkdtemp(join(tmpdir(), "sqs-gmail-sender-synth-"));
	const tidy = () => rm(folder, { recursive: true, force: true });
	let stopRun = async () => {};
	let stopping: Promise<void> | undefined;
	// What the functions complained of, newest last.
	const troubles: string[] = [];
	const onLine = (line: string) => {
		if (!/"level":"(warn|error)"|Error/.test(line)) return;
		troubles.push(line);
		troubles.splice(0, troubles.length - TROUBLES_KEPT);
	};
	const stop = () => {
		stopping ??= (async () => {
			await stopRun();
			await tidy();
		})();
		return stopping;
	};
	for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
		process.on(signal, () => void stop().then(() => process.exit(0)));
	}
	const progress = progressPrinter();
	try {
		progress("synthesizing the stack");
		const stacks = await synthesize(folder, { app: options.app });
		const local = await run({
			...options,
			stacks,
			progress: (part) => progress(`starting ${part}`),
			onLine,
			onStarting: (stopAll) => {
				stopRun = stopAll;
			},
		});
		tellOfOtherPorts(local, options);
		if (local.senders.length === 0)
			throw new Error(
				`Cannot start ${options.app ?? "the app"} as none of its stacks has a sender (${local.stackNames.join(", ") || "there is no stack"}): make one by new GmailSender(…)`,
			);
		for (const notice of local.aws.notices) console.error(`  ${notice}`);
		progress("looking after the sender for the first time");
		await local.aws.tick();
		progress("sending a sample mail");
		return { local, stop, troubles, progress };
	} catch (error) {
		progress.done();
		await stop();
		throw error;
	}
}

/** One line per part; a slow one says again what it is waiting for. */
function progressPrinter() {
	let timer: NodeJS.Timeout | undefined;
	const print = (text: string) => {
		clearInterval(timer);
		console.error(`… ${text}`);
		timer = setInterval(
			() => console.error(`  still ${text}: waiting for it to finish`),
			SLOW_MS,
		);
	};
	return Object.assign(print, { done: () => clearInterval(timer) });
}

function tellOfOtherPorts(
	{ aws, inbox, gmail }: LocalRun,
	{ port, inboxPort, smtpPort }: CliOptions,
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

function readyLine(local: LocalRun): string {
	const { aws, inbox, gmail, senders, stackNames } = local;
	const [sender] = senders;
	const outputs = aws.services.stacks[0]?.outputs ?? {};
	return JSON.stringify({
		endpoint: aws.url,
		inbox: inbox.url,
		smtp: { host: gmail.host, port: gmail.port },
		queueUrl: sender?.queueUrl,
		deadLetterQueueUrl: sender?.deadLetterQueueUrl,
		secretName: outputs.SecretName?.value ?? sender?.secretArn,
		stackName: stackNames[0],
		senders,
	});
}

function fail(error: unknown, code: number): undefined {
	console.error(error instanceof Error ? error.message : String(error));
	process.exitCode = code;
}
