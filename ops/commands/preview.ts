import { type Draft, showLocally } from "../local/show-locally.ts";
import { Misuse, USUAL_PORT } from "../sender/target.ts";
import { OPS } from "../terminal/called-by.ts";
import type { Command, Io } from "../terminal/io.ts";
import { readOptions } from "../terminal/options.ts";
import { previewTemplate } from "./preview-template.ts";

export const preview: Command = {
	usage:
		"preview FOLDER|NAME [--data FILE] [--local [--port N]] [--sender NAME] [--out FILE] [--json] — check a template, render it with its sample and show it in the inbox of npm start; with --out alone, only write its HTML",
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
				`Cannot preview ${positionals.join(" ") || "nothing"}: name one template, such as ${OPS} preview templates/order-shipped`,
			);
		if (target.stack !== undefined || target.region !== undefined)
			throw new Misuse(
				`Cannot preview on AWS, where mail reaches people: omit --stack and --region, or send a message with ${OPS} send`,
			);
		const mail = await previewTemplate(given, data, io);
		if (mail.kind === "faulty") {
			io.out(
				json
					? JSON.stringify({ faults: mail.sentences })
					: mail.sentences.join("\n"),
			);
			return 1;
		}
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

async function write(file: string, { html }: Draft, io: Io): Promise<void> {
	if (html === undefined)
		throw new Misuse(
			`Cannot write ${file} as the template has no html: omit --out, and read its text in the inbox`,
		);
	await io.writeFile(file, html);
}
