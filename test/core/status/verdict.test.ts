import { describe, expect, test } from "vitest";
import { CLOSED, type OpenFacts } from "../../../core/breaker/breaker.ts";
import type { BreakerEvent } from "../../../core/breaker/event.ts";
import type { MessageRule } from "../../../core/breaker/holds.ts";
import { afterEvent } from "../../../core/breaker/transition.ts";
import {
	DEAD_CAUSES,
	type SenderCause,
} from "../../../core/delivery/causes.ts";
import {
	type Advice,
	type Overview,
	verdictText,
} from "../../../core/status/overview.ts";
import { verdictOf } from "../../../core/status/verdict.ts";

const HOUR = 3_600_000;
const NOW = Date.parse("2026-12-01T12:00:00Z");
const hour = Math.floor(NOW / HOUR);
const advice: Advice = {
	status: "T:status",
	setPassword: "T:set-password",
	setOauth: "T:set-oauth",
	resume: "T:resume",
	unthrottle: "T:unthrottle",
	resumeRule: (id) => `T:resume-${id}`,
	deadLetters: "T:failed",
	quota: "T:quota",
	functionLog: "T:function-log",
	breakerLog: "T:breaker-log",
};

const fine: Overview = {
	now: NOW,
	mailbox: "a***@example.com",
	breaker: CLOSED,
	password: "stored",
	secretVersion: "v1",
	mapping: "Enabled",
	ready: 0,
	hidden: 0,
	deadLetters: 0,
	deadByCause: {},
	quota: { version: 0, buckets: [], sent: 0 },
	limits: { messages: 500, recipients: 500 },
	lastRound: NOW - 60_000,
	readySince: undefined,
	waitingSince: undefined,
	unknown: {},
};

const open = (facts: Partial<OpenFacts>): Overview["breaker"] => ({
	...CLOSED,
	state: {
		kind: "open",
		cause: "transient",
		stage: "mail",
		reply: "421 4.3.0 Temporary System Problem",
		since: NOW - HOUR,
		until: NOW + 600_000,
		attempt: 1,
		secretVersion: "v1",
		...facts,
	},
});
const auth = open({
	cause: "auth",
	stage: "auth",
	reply: "535-5.7.8 Username and Password not accepted",
});
const hold = { who: "ann", why: "a flood", at: NOW - HOUR };
const rule: MessageRule = {
	id: "r1",
	kind: "hold",
	match: { producer: "billing" },
	who: "ann",
	why: "a loop",
	at: NOW - HOUR,
	since: 0,
};
const used = (messages: number): Overview["quota"] => ({
	version: 1,
	sent: 0,
	buckets: [{ hour, messages, recipients: messages, byProducer: {} }],
});

const SITUATIONS: Readonly<
	Record<string, { with: Partial<Overview>; verdict: string; type: string }>
> = {
	"no App Password": {
		with: { password: "empty" },
		verdict: "config",
		type: "T:set-password",
	},
	"an unreadable secret": {
		with: { password: "unreadable" },
		verdict: "config",
		type: "T:set-password",
	},
	"a refused login": {
		with: { breaker: auth },
		verdict: "auth",
		type: "T:set-password",
	},
	"a refused OAuth credential": {
		with: { breaker: auth, credential: "refresh-token" },
		verdict: "auth",
		type: "T:set-oauth",
	},
	"a refused login, and a new password since": {
		with: { breaker: auth, secretVersion: "v2" },
		verdict: "auth",
		type: "T:status",
	},
	"the daily limit": {
		with: {
			breaker: open({
				cause: "quota",
				stage: "data",
				reply: "550 5.4.5 Daily user sending limit exceeded.",
			}),
		},
		verdict: "quota",
		type: "T:quota",
	},
	"Gmail unavailable": {
		with: { breaker: open({}) },
		verdict: "transient",
		type: "T:resume",
	},
	"throttled logins": {
		with: { breaker: open({ cause: "auth-throttle", stage: "auth" }) },
		verdict: "auth-throttle",
		type: "T:resume",
	},
	"a login that works, and no mail yet": {
		with: {
			breaker: open({ attempt: 2, stage: "connect", worksSince: NOW }),
		},
		verdict: "proving",
		type: "T:status",
	},
	"a refused login that nobody has confirmed": {
		with: { breaker: open({ cause: "auth", stage: "auth", attempt: 0 }) },
		verdict: "auth",
		type: "T:set-password",
	},
	"a failure that nobody has confirmed": {
		with: { breaker: open({ attempt: 0 }) },
		verdict: "proving",
		type: "T:status",
	},
	"a wrong set-up": {
		with: { breaker: open({ cause: "config", stage: "ehlo" }) },
		verdict: "config",
		type: "T:resume",
	},
	"a hold without an end": {
		with: { breaker: { ...CLOSED, hold } },
		verdict: "held",
		type: "T:resume",
	},
	"a hold with an end": {
		with: { breaker: { ...CLOSED, hold: { ...hold, until: NOW + HOUR } } },
		verdict: "held",
		type: "T:resume",
	},
	"a hold of one who writes much": {
		with: {
			breaker: {
				...CLOSED,
				hold: {
					who: "w".repeat(128),
					why: "y".repeat(300),
					at: NOW - HOUR,
					until: NOW + HOUR,
				},
			},
			hidden: 119_999,
		},
		verdict: "held",
		type: "T:resume",
	},
	"a hold with an outage beneath": {
		with: { breaker: { ...auth, hold } },
		verdict: "held",
		type: "T:resume",
	},
	"the mapping off": {
		with: { mapping: "Disabled" },
		verdict: "paused",
		type: "T:breaker-log",
	},
	"the mapping off a minute after a hold has ended": {
		with: {
			mapping: "Disabled",
			breaker: { ...CLOSED, hold: { ...hold, until: NOW - 60_000 } },
		},
		verdict: "paused",
		type: "T:status",
	},
	"the mapping off a minute after somebody resumed": {
		with: {
			mapping: "Disabled",
			breaker: {
				...CLOSED,
				history: [{ at: NOW - 30_000, what: "resumed", who: "ann" }],
			},
		},
		verdict: "paused",
		type: "T:status",
	},
	"a function that may not run": {
		with: { reservedConcurrency: 0 },
		verdict: "throttled",
		type: "T:unthrottle",
	},
	"a stall": {
		with: { ready: 3, readySince: NOW - HOUR },
		verdict: "stalled",
		type: "T:function-log",
	},
	"a stall with nothing ready": {
		with: { hidden: 1, waitingSince: NOW - 48 * HOUR },
		verdict: "stalled",
		type: "T:function-log",
	},
	"a message that fails for hours": {
		with: {
			quota: {
				...used(1),
				failing: { oldestSentAt: NOW - 2 * HOUR, at: NOW - 600_000 },
			},
		},
		verdict: "failing",
		type: "T:function-log",
	},
	"a silent breaker function": {
		with: { lastRound: NOW - HOUR },
		verdict: "unattended",
		type: "T:breaker-log",
	},
	"a refused login and a silent breaker function": {
		with: { breaker: auth, lastRound: NOW - HOUR },
		verdict: "auth",
		type: "T:breaker-log",
	},
	"nearly the daily limit": {
		with: { quota: used(420) },
		verdict: "near-limit",
		type: "T:quota",
	},
	"a producer on hold": {
		with: { breaker: { ...CLOSED, rules: [rule] } },
		verdict: "producers-held",
		type: "T:resume-r1",
	},
	"fifty producers on hold": {
		with: {
			breaker: {
				...CLOSED,
				rules: Array.from({ length: 50 }, (_, index) => ({
					...rule,
					id: `r${index}`,
					match: { tag: `${index}-${"x".repeat(300)}` },
				})),
			},
		},
		verdict: "producers-held",
		type: "T:resume-r49",
	},
	"one dead letter": {
		with: { deadLetters: 1, deadByCause: { "bad-recipient": 1 } },
		verdict: "dead-letters",
		type: "T:failed",
	},
	"dead letters of every cause": {
		with: {
			deadLetters: 123_456,
			deadByCause: Object.fromEntries(
				DEAD_CAUSES.map((cause, index) => [cause, 8000 + index]),
			),
		},
		verdict: "dead-letters",
		type: "T:failed",
	},
	"dead letters": {
		with: { deadLetters: 2, deadByCause: { "bad-recipient": 2 } },
		verdict: "dead-letters",
		type: "T:failed",
	},
	"an unreadable state table": {
		with: { unknown: { breaker: "AccessDenied".repeat(9) } },
		verdict: "unknown",
		type: "T:function-log",
	},
};
const CAUSES: Readonly<Record<SenderCause, true>> = {
	auth: true,
	"auth-throttle": true,
	quota: true,
	rate: true,
	transient: true,
	config: true,
	policy: true,
	"bad-message": true,
	"bad-recipient": true,
};
const rows = Object.entries(SITUATIONS);
const tell = (overview: Partial<Overview> = {}) =>
	verdictOf({ ...fine, ...overview }, advice);
const textOf = (overview: Partial<Overview> = {}) =>
	verdictText(tell(overview));

/** Every cause there is at every stage that says something else, confirmed or not. */
const outages = (Object.keys(CAUSES) as (keyof typeof CAUSES)[]).flatMap(
	(cause) =>
		(["auth", "mail", "unknown"] as const).flatMap((stage) =>
			[
				{ attempt: 0 },
				{ attempt: 1 },
				{ attempt: 1, worksSince: NOW },
				{ attempt: 1, until: NOW - 1 },
			].map((facts) => tell({ breaker: open({ cause, stage, ...facts }) })),
		),
);

describe("every verdict", () => {
	test.each([
		...rows.map(([what, row]) => [what, tell(row.with)] as const),
		...outages.map(
			(told) => [`${told.verdict}: ${told.message}`, told] as const,
		),
	])("is short, answers, and is a sentence: %s", (_what, told) => {
		const { message, type, notes = [] } = told;
		expect(message.length).toBeLessThanOrEqual(240);
		expect(message).toContain("Is mail lost? No");
		expect(message).toMatch(type === undefined ? /\.$/ : /[.:]$/);
		for (const line of [message, ...notes]) {
			expect(line).not.toMatch(/\n|undefined|NaN|1970| {2}|\.\.|: \.|\(\)/);
			expect(line).not.toMatch(
				/\b1 (messages|wait\b)|(?<!,)\b[02-9] message\b/,
			);
			expect(line).not.toMatch(/there are mail|are 1 |is [02-9]+ /);
		}
		// A command stands at the end of its line, so that it can be pasted.
		for (const line of verdictText(told).split("\n"))
			expect(line).toMatch(/^[^:]((?!T:).)*( T:[\w-]+)?$/);
	});
});

describe("the first lines", () => {
	test.each(rows)(
		"tell of %s, and what to type",
		(_what, { with: overview, verdict, type }) => {
			expect(tell(overview).verdict).toBe(verdict);
			expect(textOf(overview)).toMatch(new RegExp(`: ${type}$`, "m"));
		},
	);

	test("are others in every situation", () => {
		const lines = [textOf(), ...rows.map(([, row]) => textOf(row.with))];
		expect(new Set(lines).size).toBe(rows.length + 1);
	});

	test("say Sending, and nothing else, when nothing is wrong", () => {
		expect(tell()).toEqual({
			verdict: "sending",
			sending: true,
			message: "Sending: nothing stops mail from a***@example.com.",
		});
	});
});

describe("the verdict", () => {
	test("names what could not be read, without calling it well or broken", () => {
		const told = tell({
			password: "unknown",
			secretVersion: "",
			mapping: "unknown",
			unknown: { secret: "AccessDenied", mapping: "Timeout" },
		});
		expect(told).toMatchObject({ verdict: "sending", sending: true });
		expect(told.notes).toEqual([
			"Unknown: secret (AccessDenied), mapping (Timeout).",
		]);
	});

	test("never takes an unreadable secret for a new App Password", () => {
		const told = tell({
			breaker: auth,
			password: "unknown",
			secretVersion: "",
			unknown: { secret: "AccessDenied" },
		});
		expect(told.type).toBe("T:set-password");
	});

	test("never says that nobody looks after the sender when its last round cannot be read", () => {
		expect(
			tell({ lastRound: 0, unknown: { "last round": "Timeout" } }).verdict,
		).toBe("sending");
	});

	test("counts an open breaker that nobody's mail waits for as sending", () => {
		const breaker = open({ until: NOW - 1 });
		expect(tell({ breaker }).sending).toBe(true);
		expect(tell({ breaker, hidden: 1 }).verdict).toBe("transient");
		expect(tell({ breaker, unknown: { queue: "Timeout" } }).verdict).toBe(
			"transient",
		);
	});

	test("says of a crowded queue that all mail is slow, whatever else is the matter", () => {
		const crowded = { ...CLOSED, crowdedAt: NOW - 60_000 };
		for (const text of [
			textOf({ breaker: crowded, hidden: 45_678 }),
			textOf({ breaker: crowded, hidden: 45_678, quota: used(420) }),
		])
			expect(text).toMatch(
				/^Sending[\s\S]*\nThe queue is crowded: 45,678 messages are hidden\. .*T:quota/,
			);
		const before = { ...CLOSED, crowdedAt: NOW - HOUR };
		expect(tell({ breaker: before, hidden: 45_678 })).toEqual(tell());
	});

	test("tells a hold that has ended from one that lasts", () => {
		const breaker = { ...CLOSED, hold: { ...hold, until: NOW } };
		expect(tell({ breaker }).verdict).toBe("sending");
	});

	test("says that a sender without a password is on hold, too", () => {
		expect(
			tell({ password: "empty", breaker: { ...CLOSED, hold } }).notes,
		).toEqual(["The sender is also on hold. To end the hold: T:resume"]);
	});

	test("says at the limit, no longer near it, when it is full", () => {
		expect(tell({ quota: used(500) }).message).toMatch(
			/^Sending, at the daily/,
		);
	});

	test("says that the queue is being switched on, and nothing of a log, until two minutes after a hold", () => {
		const at = (ended: number) =>
			tell({
				mapping: "Disabled",
				breaker: { ...CLOSED, hold: { ...hold, until: NOW - ended } },
			});
		expect(at(119_000)).toMatchObject({
			message: expect.stringMatching(/^Not sending yet.*being enabled/),
		});
		expect(verdictText(at(119_000))).not.toContain("T:breaker-log");
		expect(verdictText(at(120_000))).toContain("T:breaker-log");
	});

	test("says since when of a stall of which no message is ready", () => {
		expect(tell({ hidden: 1, waitingSince: NOW - 48 * HOUR }).message).toMatch(
			/^Not sending: 1 message could have been sent since 2026-11-29T12:00:00Z/,
		);
	});

	test("says of Google's daily limit what was counted here, without a time when it would be full", () => {
		const learned = { fraction: 1, until: NOW + HOUR, at: NOW, messages: 40 };
		const told = tell({
			breaker: open({ cause: "quota", stage: "data" }),
			quota: { ...used(70), learned: { ...learned, recipients: 40 } },
		});
		expect(told.message).not.toContain("%");
		expect(told.notes?.[0]).toMatch(
			/^Counted by the sender: 70 of 500 .*\(14 %\)\. Google/,
		);
		expect(told.notes?.[0]).not.toContain("full at");
	});

	test("dates a time that is not today's", () => {
		const at = (messages: number) => tell({ quota: used(messages) }).message;
		expect(at(450)).toMatch(/full at about 12:\d\d UTC/);
		const tomorrow = {
			...fine,
			now: NOW + 11.5 * HOUR,
			lastRound: NOW + 11.5 * HOUR,
		};
		const late = {
			...used(400),
			buckets: [
				{ hour: hour + 9, messages: 400, recipients: 400, byProducer: {} },
			],
		};
		expect(verdictOf({ ...tomorrow, quota: late }, advice).message).toMatch(
			/full at about 2026-12-02 0\d:\d\d UTC/,
		);
	});

	test("keeps an outage's beginning through a resume and what fails after it", () => {
		const failure = {
			cause: "transient",
			stage: "mail",
			reply: "421 no",
		} as const;
		const seen = [
			{ kind: "resumed", at: NOW - 5000, who: "ann" },
			{ kind: "token-taken", owner: "me", until: NOW + 1000, at: NOW - 4000 },
			...[1, 2].map((at) => ({
				kind: "failed" as const,
				by: "trial" as const,
				owner: "me",
				at: NOW - 3000 + at,
				failure: { ...failure, scope: "sender" as const },
				secretVersion: "v1",
			})),
		] as const;
		const breaker = seen.reduce<Overview["breaker"]>(
			(before, event) => afterEvent(before, event as BreakerEvent),
			open({}),
		);
		expect(tell({ breaker, ready: 1 }).since).toBe("2026-12-01T11:00:00Z");
	});
});
