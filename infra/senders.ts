import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import * as v from "valibot";

const address = v.pipe(
	v.string("an address"),
	v.email("an address such as alerts@example.com"),
);
const topicArn = v.pipe(
	v.string("a topic ARN"),
	v.regex(
		/^arn:aws[\w-]*:sns:[\w-]+:\d{12}:[\w-]+$/,
		"a topic ARN such as arn:aws:sns:eu-west-1:123456789012:pager",
	),
);

// What the texts have to look like is checked where the route is used.
const texts = v.union(
	[v.string(), v.array(v.string())],
	"a text or a list of texts",
);
const routeFields = {
	to: v.optional(texts),
	cc: v.optional(texts),
	replyTo: v.optional(texts),
	from: v.optional(address),
	subject: v.optional(v.string("a text")),
	template: v.optional(v.string("a template's name")),
	priority: v.optional(v.picklist(["high", "normal"], "high or normal")),
	message: v.optional(v.boolean("true or false")),
};
const routeSchema = v.strictObject({
	match: v.strictObject(
		{
			source: v.optional(texts),
			detailType: v.optional(texts),
			topicArn: v.optional(texts),
			bucket: v.optional(texts),
			resource: v.optional(texts),
		},
		"an object such as { source, detailType }",
	),
	...routeFields,
});

const senderSchema = v.strictObject({
	name: v.pipe(
		v.string("a name"),
		v.regex(/^[A-Za-z0-9-]{1,64}$/, "1 to 64 letters, digits and hyphens"),
	),
	mailbox: address,
	mailboxType: v.optional(
		v.picklist(
			["consumer", "workspace", "workspace-trial"],
			"consumer, workspace or workspace-trial",
		),
	),
	dailyMessageLimit: v.optional(v.number("a number")),
	dailyRecipientLimit: v.optional(v.number("a number")),
	account: v.optional(
		v.pipe(
			v.string("an account id in quotes"),
			v.regex(/^\d{12}$/, "12 digits in quotes"),
		),
	),
	region: v.optional(
		v.pipe(
			v.string("a region"),
			v.regex(/^[a-z]{2,4}(-[a-z]+)+-\d$/, "a region such as eu-west-1"),
		),
	),
	alarmEmail: v.optional(address),
	pageTopicArn: v.optional(topicArn),
	ticketTopicArn: v.optional(topicArn),
	fromName: v.optional(v.string("a name")),
	aliases: v.optional(v.array(address, "a list of addresses")),
	mailboxOwner: v.optional(v.string("a name or address")),
	runbookUrl: v.optional(
		v.pipe(
			v.string("an address"),
			v.startsWith("https://", "an address that starts with https://"),
		),
	),
	smtpHost: v.optional(v.string("a host name")),
	smtpPort: v.optional(v.number("a port number")),
	connectionsPerFunction: v.optional(v.number("a number")),
	maxConcurrency: v.optional(v.number("a number")),
	batchSize: v.optional(v.number("a number")),
	templates: v.optional(v.string("the path of a folder")),
	attemptBudget: v.optional(v.number("a number")),
	onAmbiguous: v.optional(v.picklist(["resend", "hold"], "resend or hold")),
	allowProducers: v.optional(
		v.array(
			v.pipe(
				v.string("text"),
				v.regex(
					/^(account:\d{12}|organization:o-[a-z0-9]{10,32})$/,
					"account:123456789012 or organization:o-a1b2c3d4e5",
				),
			),
			"a list of account:123456789012 or organization:o-a1b2c3d4e5",
		),
	),
	routes: v.optional(v.array(routeSchema, "a list of routes")),
	defaultRoute: v.optional(
		v.strictObject(routeFields, "a route without match"),
	),
});

const fileSchema = v.strictObject({
	$schema: v.optional(v.string()),
	senders: v.pipe(
		v.array(senderSchema, "a list of senders"),
		v.minLength(1, "at least one sender"),
	),
});

/** One sender as `senders.json` or the command line names it. */
export type SenderEntry = v.InferOutput<typeof senderSchema>;

/** The address in the committed example. */
export const PLACEHOLDER = "you@example.com";

/** Name of the sender that context describes; never one of senders.json, whose stack it would overwrite. */
const CONTEXT_NAME = "gmail";
/** Flags that say somebody meant to describe a sender. */
const TELLING_KEYS = [
	"alarmEmail",
	"pageTopicArn",
	"ticketTopicArn",
	"mailboxType",
	"fromName",
	"mailboxOwner",
	"runbookUrl",
	"smtpHost",
] as const;

/**
 * The senders to synthesize: from context (`-c mailbox=…`) if it names a mailbox, else from senders.json.
 *
 * @throws Error that says what is missing or wrong, and the command that mends it.
 */
export function readSenders(
	context: (key: string) => unknown,
	file = join(import.meta.dirname, "..", "senders.json"),
): readonly SenderEntry[] {
	if (context("mailbox") !== undefined) {
		return [fromContext(context, namesIn(file))];
	}
	const telling = TELLING_KEYS.find((key) => context(key) !== undefined);
	if (telling !== undefined) {
		throw new Error(
			`Cannot use -c ${telling}=… as mailbox is missing: the flags describe one whole sender. Type: npx cdk deploy -c mailbox=alerts@your-domain.com -c mailboxType=workspace -c alarmEmail=you@your-domain.com${telling === "alarmEmail" ? "" : ` -c ${telling}=…`}, or write it into senders.json`,
		);
	}
	return fromFile(file);
}

function fromFile(file: string): readonly SenderEntry[] {
	let input: unknown;
	try {
		input = JSON.parse(readFileSync(file, "utf8"));
	} catch (error) {
		throw new Error(
			`Cannot read senders.json as JSON: ${error instanceof Error ? error.message : error}. ${HELP}`,
		);
	}
	const senders = check(fileSchema, input, "senders.json").senders;
	const names = senders.map(
		({ name, account, region }) => `${name} ${account} ${region}`,
	);
	const twice = names.find((name, index) => names.indexOf(name) !== index);
	if (twice !== undefined)
		throw new Error(
			`Cannot use senders.json as it has two senders named ${twice.split(" ")[0]} in the same place: give each a name of its own`,
		);
	return senders.map(({ templates, ...rest }) =>
		templates === undefined
			? rest
			: { ...rest, templates: resolve(dirname(file), templates) },
	);
}

function fromContext(
	context: (key: string) => unknown,
	taken: readonly string[],
): SenderEntry {
	const given = Object.fromEntries(
		Object.keys(senderSchema.entries)
			.map((key) => [key, typed(key, context(key))])
			.filter(([, value]) => value !== undefined),
	);
	// A deploy that forgets the flag would silently delete the subscription of the one before.
	if (given.alarmEmail === undefined) {
		throw new Error(
			`Cannot synthesize from -c mailbox=${given.mailbox} alone as alarmEmail is missing: a deploy without it would delete the alarm subscription of an earlier one. Type: npx cdk deploy -c mailbox=${given.mailbox} -c alarmEmail=you@example.com (or -c alarmEmail=none), or write the sender into senders.json`,
		);
	}
	const { alarmEmail, ...rest } = given;
	const entry = check(
		senderSchema,
		{
			name: CONTEXT_NAME,
			...rest,
			...(alarmEmail === "none" ? {} : { alarmEmail }),
		},
		"the -c flags",
	);
	if (taken.includes(entry.name)) {
		throw new Error(
			`Cannot synthesize -c name=${entry.name} as senders.json has a sender of that name: a later deploy without the flags would overwrite it. Change it in senders.json, or give another -c name`,
		);
	}
	return entry;
}

// Context from the command line is text.
function typed(key: string, value: unknown): unknown {
	if (typeof value !== "string") return value;
	if (key === "aliases" || key === "allowProducers") return value.split(",");
	if (key === "routes" || key === "defaultRoute") return parsed(value);
	return NUMBERS.has(key) && /^\d+$/.test(value) ? Number(value) : value;
}

function parsed(json: string): unknown {
	try {
		return JSON.parse(json);
	} catch {
		return json;
	}
}

const NUMBERS: ReadonlySet<string> = new Set([
	"dailyMessageLimit",
	"dailyRecipientLimit",
	"smtpPort",
	"connectionsPerFunction",
	"maxConcurrency",
	"batchSize",
	"attemptBudget",
]);

function namesIn(file: string): readonly string[] {
	try {
		return fromFile(file).map(({ name }) => name);
	} catch {
		return [];
	}
}

const HELP =
	'Write {"senders": [{"name": "mail", "mailbox": "alerts@your-domain.com", "mailboxType": "workspace"}]} into senders.json, or type: npx cdk synth -c mailbox=alerts@your-domain.com -c mailboxType=workspace -c alarmEmail=you@your-domain.com';

function check<Schema extends v.GenericSchema>(
	schema: Schema,
	input: unknown,
	source: string,
): v.InferOutput<Schema> {
	const result = v.safeParse(schema, input);
	if (result.success) return result.output;
	const faults = result.issues.map((issue) => {
		const where =
			issue.path?.map(({ key }) => String(key)).join(".") ?? "the file";
		if (issue.expected === "never") return `  - ${where} is not a setting`;
		if (issue.received === "undefined") return `  - ${where} is missing`;
		return `  - ${where} is ${issue.received}; allowed: ${issue.message}`;
	});
	throw new Error(`Cannot use ${source} as:\n${faults.join("\n")}\n${HELP}`);
}
