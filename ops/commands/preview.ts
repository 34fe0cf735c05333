import { type Draft, showLocally } from "../local/show-locally.ts";
import { Misuse, type TargetOptions, USUAL_PORT } from "../sender/target.ts";
import { OPS } from "../terminal/called-by.ts";
import type { Command, Io } from "../terminal/io.ts";
import { readOptions } from "../terminal/options.ts";
import { previewEvent } from "./preview-event.ts";
import { BY_DEFAULT, readRouting } from "./preview-routes.ts";
import { previewTemplate } from "./preview-template.ts";

export const preview: Command = {
	usage:
		"preview FOLDER|NAME|EVENT.json [--data FILE] [--stack NAME] [--sender NAME] [--region R] [--local [--port N]] [--out FILE] [--json] — check a template, render it with its sample and show it in the inbox of npm start; with --out alone, only write its HTML. Of an AWS event in a file: print the mail that it becomes, by a defaultRoute or by the routes of the sender named",
	async run(args, io) {
		const {
			values: { data, out },
			positionals,
			target,
			json,
		} = readOptions(args, {
			data: { type: "string" },
			out: { type: "string" },
		});
		const [given, ...more] = positionals;
		if (given === undefined || more.length > 0)
			throw new Misuse(
				`Cannot preview ${positionals.join(" ") || "nothing"}: name one template, such as ${OPS} preview templates/order-shipped, or a file with an AWS event`,
			);
		const body = await io.readFile(given).catch(() => undefined);
		if (body !== undefined)
			return showEvent(body, { data, out, target, json }, io);
		if (target.stack !== undefined || target.region !== undefined)
			throw new Misuse(
				`Cannot preview on AWS, where mail reaches people: omit --stack and --region, or send a message with ${OPS} send`,
			);
		const mail = await previewTemplate(given, data, io);
		if (mail.kind === "faulty") return tellFaults(mail.sentences, json, io);
		if (out !== undefined) await write(out, mail, io);
		const { localPort = USUAL_PORT } = target;
		const isFileOnly = out !== undefined && target.localPort === undefined;
		const shown = isFileOnly
			? { url: undefined, message: `Its HTML is in ${out}` }
			: await showLocally(mail, { ...target, localPort }, io);
		const { subject } = mail;
		io.out(
			json
				? JSON.stringify({ subject, out, url: shown.url })
				: `Subject: ${subject}\n${shown.message}`,
		);
		return isFileOnly || shown.url !== undefined ? 0 : 1;
	},
};

interface EventOptions {
	readonly data: string | undefined;
	readonly out: string | undefined;
	readonly target: TargetOptions;
	readonly json: boolean;
}

async function showEvent(
	body: string,
	{ data, out, target, json }: EventOptions,
	io: Io,
): Promise<0 | 1> {
	if (data !== undefined)
		throw new Misuse(
			"Cannot use --data with an event, which is the data itself: leave it away",
		);
	const isNamed = Object.values(target).some((each) => each !== undefined);
	const routing = isNamed ? await readRouting(target) : BY_DEFAULT;
	const mail = await previewEvent(body, routing, io);
	if (mail.kind === "faulty") return tellFaults(mail.sentences, json, io);
	if (out !== undefined) await write(out, mail, io);
	const { subject, text, html } = mail;
	io.out(
		json
			? JSON.stringify({ subject, text, html })
			: [
					`Subject: ${subject}`,
					text?.trimEnd() ?? "",
					out === undefined ? "" : `Its HTML is in ${out}`,
				]
					.filter((part) => part !== "")
					.join("\n\n"),
	);
	return 0;
}

function tellFaults(sentences: readonly string[], json: boolean, io: Io): 1 {
	io.out(json ? JSON.stringify({ faults: sentences }) : sentences.join("\n"));
	return 1;
}

async function write(file: string, { html }: Draft, io: Io): Promise<void> {
	if (html === undefined)
		throw new Misuse(
			`Cannot write ${file} as the template has no html: omit --out, and read its text in the inbox`,
		);
	await io.writeFile(file, html);
}
