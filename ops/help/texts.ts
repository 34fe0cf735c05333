/** The commands in the order in which somebody needs them, each with an example of what stands behind the program. */
export const GROUPS: Readonly<
	Record<string, Readonly<Record<string, string>>>
> = {
	"See how it is": {
		status: "status --watch",
		doctor: "doctor",
		list: "list",
		report: "report --since 12h",
	},
	"Stop and go on": {
		hold: 'hold --for 2h --why "a flood"',
		resume: "resume",
		cancel: 'cancel --producer billing --why "a loop"',
	},
	"Look for mail": {
		find: "find --to ann@example.com --since 3h",
		show: "show order-1",
		failed: "failed --list",
	},
	"Settle dead letters": {
		redrive: "redrive --cause transient --dry-run",
		discard: 'discard --id order-1 --reason "told by phone"',
		resolve: "resolve order-1 sent",
	},
	"Set up and try out": {
		"set-password": "set-password",
		"set-oauth": "set-oauth < key.json",
		send: "send --to ann@example.com",
		drill: "drill auth",
		validate: "validate message.json",
		preview: "preview templates/order-shipped",
	},
};

/** What each option is for, whichever command has it. */
export const OPTION_TEXTS: Readonly<Record<string, string>> = {
	body: "print its text and recipients, too",
	cause: "only those with this cause, as failed names it",
	data: "file with the template's data, in place of its sample",
	"dry-run": "only say what would happen",
	end: "take back what a drill did to the local stack",
	every: "seconds between two looks",
	file: "file with one JSON message; - reads standard input",
	for: "how long: 90m, 2h, 1d; without it until somebody resumes",
	html: "the text as HTML",
	id: "id of the message",
	json: "print JSON for a program",
	list: "one by one",
	local: "the stack of npm start",
	max: "no more than so many",
	only: "ids of the checks to make, with commas",
	out: "file for the HTML",
	page: "ring the alarm itself, which pages",
	port: "where the local stack listens, when it is not 4566",
	producer: "only mail of this producer, as status names it",
	rate: "no more than so many a second, such as 2/s",
	reason: "why, for the record",
	region: "AWS region; without it that of your profile",
	rule: "id of one rule, as status shows it",
	sender: "name of the sender, when there are several",
	since: "from then on: 90m, 3h, 2d ago, or 2026-12-01T08:00:00Z",
	stack: "name of the sender's stack",
	subject: "the subject",
	tag: "only mail with this tag: name or name=value",
	text: "the text",
	to: "address of the recipient",
	user: "address to log in with, when it is not the mailbox",
	wait: "seconds to wait for the outcome",
	watch: "look again until mail flows",
	why: "why, for the record",
	"without-login": "store it without trying it first",
	yes: "don't ask",
};
