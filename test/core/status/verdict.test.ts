import { describe, expect, test } from "vitest";
import { CLOSED, type OpenFacts } from "../../../core/breaker/breaker.ts";
import type { MessageRule } from "../../../core/breaker/holds.ts";
import type { Advice, Overview } from "../../../core/status/overview.ts";
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
		type: "new OAuth credential (T:set-oauth)",
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
	"dead letters": {
		with: { deadLetters: 2, deadByCause: { "bad-recipient": 2 } },
		verdict: "dead-letters",
		type: "T:failed",
	},
	"an unreadable state table": {
		with: { unknown: { breaker: "AccessDenied" } },
		verdict: "unknown",
		type: "T:function-log",
	},
};
const rows = Object.entries(SITUATIONS);
const tell = (overview: Partial<Overview> = {}) =>
	verdictOf({ ...fine, ...overview }, advice);

describe("the first line", () => {
	test.each(rows)(
		"tells of %s, says whether mail is lost, and what to type",
		(_what, { with: overview, verdict, type }) => {
			const told = tell(overview);
			expect(told.verdict).toBe(verdict);
			expect(told.message).toContain("Is mail lost? No");
			expect(told.message).toContain(type);
			expect(told.message).not.toContain("\n");
		},
	);

	test("is another one in every situation", () => {
		const lines = [
			tell().message,
			...rows.map(([, row]) => tell(row.with).message),
		];
		expect(new Set(lines).size).toBe(rows.length + 1);
	});

	test("says Sending, and nothing else, when nothing is wrong", () => {
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
		expect(told.message).toMatch(
			/Unknown: secret \(AccessDenied\), mapping \(Timeout\)\.$/,
		);
	});

	test("never takes an unreadable secret for a new App Password", () => {
		const told = tell({
			breaker: auth,
			password: "unknown",
			secretVersion: "",
			unknown: { secret: "AccessDenied" },
		});
		expect(told.message).toContain("store a new App Password (T:set-password)");
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
		for (const { message } of [
			tell({ breaker: crowded, hidden: 45_678 }),
			tell({ breaker: crowded, hidden: 45_678, quota: used(420) }),
		])
			expect(message).toMatch(
				/^Sending.* The queue is crowded, 45,678 are hidden: .*T:quota/,
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
			tell({ password: "empty", breaker: { ...CLOSED, hold } }).message,
		).toContain("It is on hold as well: T:resume.");
	});

	test("says at the limit, no longer near it, when it is full", () => {
		expect(tell({ quota: used(500) }).message).toMatch(
			/^Sending, at the daily/,
		);
	});
});
