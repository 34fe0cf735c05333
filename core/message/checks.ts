import { MAX_RECIPIENTS } from "./fields.ts";
import { headerFault } from "./header-values.ts";
import type { Message } from "./message.ts";
import { escapePointer, type Problem, problem } from "./problem.ts";

/** Types of files that Gmail refuses, whoever sends them (support.google.com/mail/answer/6590). */
const BLOCKED: ReadonlySet<string> = new Set(
	"ade adp apk appx appxbundle bat cab chm cmd com cpl diagcab diagcfg diagpkg dll dmg ex ex_ exe hta img ins iso isp jar jnlp js jse lib lnk mde mjs msc msi msix msixbundle msp mst nsh pif ps1 scr sct shb sys vb vbe vbs vhd vxd wsc wsf wsh xll".split(
		" ",
	),
);

interface Facts {
	readonly recipients: number;
	/** Names of the fields that the producer gave, faulty ones among them. */
	readonly given: ReadonlySet<string>;
}

/** What no single field shows: fields that need or exclude each other. */
export function crossChecks(
	message: Message,
	facts: Facts,
): readonly Problem[] {
	return [
		...recipientFaults(facts),
		...contentFaults(facts),
		...headerFaults(message, facts),
		...message.attachments.flatMap(({ filename }, index) => {
			const extension = blockedExtension(filename);
			return extension === undefined
				? []
				: [
						problem(
							`/attachments/${index}/filename`,
							`Gmail refuses files of the type ${extension}, compressed or not; put it where people can download it, and send the link`,
						),
					];
		}),
		...(Number.isNaN(message.notAfter)
			? [
					problem(
						"/notAfter",
						"the time does not exist; allowed is a time such as 2026-12-01T08:00:00Z",
					),
				]
			: []),
	];
}

function recipientFaults({ recipients, given }: Facts): readonly Problem[] {
	if (!["to", "cc", "bcc"].some((field) => given.has(field)))
		return [
			problem(
				"/to",
				"the message has no recipient; allowed are 1 to 100 addresses in to, cc and bcc together",
			),
		];
	return recipients > MAX_RECIPIENTS
		? [
				problem(
					"/to",
					`the message has ${recipients} recipients in to, cc and bcc together; allowed are at most ${MAX_RECIPIENTS}: split it into several messages with different ids`,
				),
			]
		: [];
}

function contentFaults({ given }: Facts): readonly Problem[] {
	if (!given.has("template")) {
		return [
			...(given.has("subject")
				? []
				: [
						problem(
							"/subject",
							"the field is missing; give it one line of text",
						),
					]),
			...(!given.has("text") && !given.has("html")
				? [
						problem(
							"/text",
							"the message has neither text nor html; give at least one of them",
						),
					]
				: []),
			...(given.has("data")
				? [
						problem(
							"/data",
							"data needs a template, and the message has none; add template, or remove data",
						),
					]
				: []),
		];
	}
	return ["subject", "text", "html"]
		.filter((field) => given.has(field))
		.map((field) =>
			problem(
				`/${field}`,
				"the message has a template, which provides subject, text and html; remove this field, or template",
			),
		);
}

/** Headers that a field of the message writes. */
const WRITTEN_BY = {
	"in-reply-to": "inReplyTo",
	references: "references",
	"list-unsubscribe": "unsubscribe",
	"list-unsubscribe-post": "unsubscribe",
} as const;

function headerFaults(message: Message, { given }: Facts): readonly Problem[] {
	const names = Object.keys(message.headers).map((name) => name.toLowerCase());
	const twice = names.find((name, index) => names.indexOf(name) !== index);
	const tooLong = Object.entries(message.headers).flatMap(([name, value]) => {
		const fault = headerFault(name, value);
		return fault === undefined
			? []
			: [problem(`/headers/${escapePointer(name)}`, fault)];
	});
	const both = Object.entries(WRITTEN_BY).filter(
		([name, field]) => names.includes(name) && isWritten(field, given),
	);
	return [
		...tooLong,
		...(twice === undefined
			? []
			: [
					problem(
						`/headers/${escapePointer(twice)}`,
						"the header appears twice in different case; use it once",
					),
				]),
		...both.map(([name, field]) =>
			problem(
				`/headers/${name}`,
				`the field ${field} writes this header; give one of them`,
			),
		),
	];
}

function isWritten(
	field: (typeof WRITTEN_BY)[keyof typeof WRITTEN_BY],
	given: ReadonlySet<string>,
): boolean {
	// References follow from what a message answers.
	return given.has(field) || (field === "references" && given.has("inReplyTo"));
}

/** The extension for which Gmail refuses a file, with its dot; undefined when it takes it. Compressed by gzip or bzip2 it is refused as well. */
export function blockedExtension(filename: string): string | undefined {
	const plain = filename
		.trimEnd()
		.replace(/\.+$/, "")
		.replace(/\.(gz|bz2)$/i, "");
	const dot = plain.lastIndexOf(".");
	const extension = dot < 0 ? "" : plain.slice(dot + 1).toLowerCase();
	return BLOCKED.has(extension) ? `.${extension}` : undefined;
}
