import * as v from "valibot";

const address = v.pipe(
	v.string("an address"),
	v.email("an address such as alerts@example.com"),
);
const matching = (pattern: RegExp, allowed: string) =>
	v.pipe(v.string(allowed), v.regex(pattern, allowed));
const topicArn = matching(
	/^arn:aws[\w-]*:sns:[\w-]+:\d{12}:[\w-]+$/,
	"a topic ARN such as arn:aws:sns:eu-west-1:123456789012:pager",
);
const number = v.number("a number");

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
	name: matching(/^[A-Za-z0-9-]{1,30}$/, "1 to 30 letters, digits and hyphens"),
	mailbox: address,
	mailboxType: v.optional(
		v.picklist(
			["consumer", "workspace", "workspace-trial"],
			"consumer, workspace or workspace-trial",
		),
	),
	dailyMessageLimit: v.optional(number),
	dailyRecipientLimit: v.optional(number),
	account: v.optional(matching(/^\d{12}$/, "12 digits in quotes")),
	region: v.optional(
		matching(/^[a-z]{2,4}(-[a-z]+)+-\d$/, "a region such as eu-west-1"),
	),
	alarmEmail: v.optional(address),
	pageTopicArn: v.optional(topicArn),
	ticketTopicArn: v.optional(topicArn),
	fromName: v.optional(v.string("a name")),
	aliases: v.optional(
		v.array(
			v.union(
				[
					address,
					v.strictObject({
						address,
						producers: v.array(v.string("a name"), "a list of names"),
					}),
				],
				'an address or {"address": "…", "producers": ["…"]}',
			),
			"a list of addresses",
		),
	),
	mailboxOwner: v.optional(v.string("a name or address")),
	runbookUrl: v.optional(
		matching(/^https:\/\//, "an address that starts with https://"),
	),
	smtpHost: v.optional(v.string("a host name")),
	smtpPort: v.optional(number),
	connectionsPerFunction: v.optional(number),
	maxConcurrency: v.optional(number),
	batchSize: v.optional(number),
	templates: v.optional(v.string("the path of a folder")),
	attemptBudget: v.optional(number),
	ids: v.optional(v.picklist(["own", "shared"], "own or shared")),
	unverifiedEvents: v.optional(
		v.picklist(["mail", "refuse"], "mail or refuse"),
	),
	dashboard: v.optional(v.boolean("true or false")),
	onAmbiguous: v.optional(v.picklist(["resend", "hold"], "resend or hold")),
	allowProducers: v.optional(
		v.array(
			matching(
				/^(account:\d{12}|organization:o-[a-z0-9]{10,32})$/,
				"account:123456789012 or organization:o-a1b2c3d4e5",
			),
			"a list of account:123456789012 or organization:o-a1b2c3d4e5",
		),
	),
	routes: v.optional(v.array(routeSchema, "a list of routes")),
	defaultRoute: v.optional(
		v.strictObject(routeFields, "a route without match"),
	),
});

/** What a file of senders has to look like. */
export const sendersSchema = v.strictObject({
	$schema: v.optional(v.string()),
	senders: v.pipe(
		v.array(senderSchema, "a list of senders"),
		v.minLength(1, "at least one sender"),
	),
});

/** One sender as a file of senders names it. */
export type SenderEntry = v.InferOutput<typeof senderSchema>;
