import { describe, expect, test } from "vitest";
import {
	type Breaker,
	CLOSED,
	withTimesCut,
} from "../../../core/breaker/breaker.ts";
import type { BreakerEvent, Witness } from "../../../core/breaker/event.ts";
import {
	gateOf,
	isProbeDue,
	wantsMapping,
} from "../../../core/breaker/gate.ts";
import { afterEvent } from "../../../core/breaker/transition.ts";
import type { SenderCause } from "../../../core/delivery/causes.ts";
import type { SmtpStage } from "../../../core/smtp/reply.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.UTC(2026, 10, 23);

const failed = (
	by: Witness,
	cause: SenderCause,
	stage: SmtpStage = "auth",
	{
		at = START,
		...rest
	}: { readonly at?: number; readonly owner?: string } = {},
): BreakerEvent => ({
	kind: "failed",
	by,
	at,
	failure: { cause, stage, reply: "no" },
	secretVersion: "v1",
	...rest,
});
const accepted = (at: number): BreakerEvent => ({
	kind: "login-accepted",
	at,
	secretVersion: "v2",
});
const token = (owner: string, at: number): BreakerEvent => ({
	kind: "token-taken",
	at,
	owner,
	until: at + MINUTE,
});
const sent = (owner: string, at: number): BreakerEvent => ({
	kind: "sent",
	at,
	owner,
	producer: "shop",
	secretVersion: "v1",
});
const after = (...events: readonly BreakerEvent[]): Breaker =>
	events.reduce(afterEvent, CLOSED);
const until = ({ state }: Breaker) =>
	state.kind === "closed" ? 0 : (state.until - START) / MINUTE;

const QUOTA = failed("account", "quota", "data");
/** An environment's login at the end of a wait. */
const IN_VAIN = [
	token("a", START),
	failed("login", "transient", "connect", { owner: "a" }),
];
const UNREACHABLE = failed("prober", "transient", "connect");
const TURN_IN_VAIN = after(UNREACHABLE, ...IN_VAIN);
const IN_VAIN_THOUGH_IT_WORKS = after(UNREACHABLE, accepted(START), ...IN_VAIN);
const MINUTES_LATER = (minutes: number) => START + minutes * MINUTE;

describe("a failure", () => {
	test.each<[Witness, SenderCause, SmtpStage, number, number]>([
		["login", "transient", "connect", 0, 0],
		["login", "auth", "auth", 0, 0],
		["messages", "transient", "data", 1, 0],
		["prober", "transient", "connect", 5, 1],
		["prober", "auth", "auth", 60, 1],
		["prober", "auth-throttle", "auth", 5, 1],
		["prober", "config", "unknown", 5, 1],
		["account", "quota", "data", 60, 1],
	])(
		"seen by %s (%s at %s) opens for %i minutes, confirmed %i times",
		(by, cause, stage, minutes, attempt) => {
			const breaker = after(failed(by, cause, stage));
			expect(until(breaker)).toBe(minutes);
			expect(breaker.state).toMatchObject({ kind: "open", cause, attempt });
		},
	);

	test.each<[SenderCause, readonly number[]]>([
		["auth-throttle", [5, 10, 20, 40, 60, 60]],
		["transient", [5, 5, 5, 5, 5, 5]],
		["auth", [60, 60]],
	])(
		"of %s that the prober meets again and again waits %j minutes",
		(cause, expected) => {
			let breaker = CLOSED;
			const waits = expected.map(() => {
				breaker = afterEvent(breaker, failed("prober", cause));
				return until(breaker);
			});
			expect(waits).toEqual(expected);
		},
	);

	test("of another cause is of the same outage until Google takes a message", () => {
		const breaker = after(
			failed("prober", "auth"),
			failed("prober", "rate", "auth", { at: MINUTES_LATER(60) }),
		);
		expect(breaker.state).toMatchObject({ since: START, cause: "rate" });
		expect(breaker.history.map(({ cause }) => cause)).toEqual(["auth", "rate"]);
	});

	test("of a login or of messages changes nothing that is open already", () => {
		const open = after(failed("prober", "auth"));
		for (const by of ["login", "messages", "trial"] as const)
			expect(afterEvent(open, failed(by, "transient"))).toBe(open);
		expect(afterEvent(after(QUOTA), QUOTA)).toEqual(after(QUOTA));
		expect(afterEvent(open, QUOTA).state).toMatchObject({ cause: "quota" });
	});

	test("of a prober that gets no answer leaves a refused login known", () => {
		const breaker = after(
			failed("login", "auth"),
			failed("prober", "transient", "connect"),
		);
		expect(breaker.state).toMatchObject({
			cause: "auth",
			stage: "auth",
			attempt: 1,
		});
		expect(until(breaker)).toBe(5);
		const other = after(failed("login", "auth"), {
			...failed("prober", "transient", "connect"),
			secretVersion: "v2",
		} as BreakerEvent);
		expect(other.state).toMatchObject({ cause: "transient" });
	});
});

test("a login of one environment hides no confirmed cause; the prober's word does", () => {
	const refused = failed("login", "auth", "auth", {
		owner: "a",
		at: START + HOUR,
	});
	const breaker = after(QUOTA, token("a", START + HOUR), refused);
	expect(breaker.state).toMatchObject({ cause: "quota", attempt: 1 });
	expect(gateOf(breaker, START + HOUR, "v1").kind).toBe("blocked");
	expect(isProbeDue(breaker, START + HOUR, "v1")).toBe(true);
	const works = afterEvent(breaker, accepted(START + HOUR));
	expect(works.state).toMatchObject({ kind: "half-open", cause: "quota" });
	expect(
		afterEvent(breaker, failed("prober", "auth", "auth", { at: START + HOUR }))
			.state,
	).toMatchObject({ cause: "auth", attempt: 1 });
	// Nobody else tries a password that was refused, though the prober got in before.
	const again = [token("a", START + HOUR), refused].reduce(afterEvent, works);
	expect(gateOf(again, START + HOUR, "v1").kind).toBe("blocked");
});

test("another cause begins its own back-off", () => {
	const breaker = after(
		failed("prober", "transient", "connect"),
		failed("prober", "transient", "connect"),
		failed("prober", "auth-throttle"),
	);
	expect(breaker.state).toMatchObject({ attempt: 1, since: START });
	expect(until(breaker)).toBe(5);
});

describe("a login that the prober is let in with", () => {
	test.each<[SmtpStage, string]>([
		["connect", "half-open"],
		["ehlo", "half-open"],
		["starttls", "half-open"],
		["auth", "half-open"],
		["mail", "open"],
		["data", "open"],
		["eom", "open"],
	])("after a failure at %s leaves the breaker %s", (stage, kind) => {
		const breaker = after(
			failed("prober", "transient", stage),
			accepted(START + 1),
		);
		expect(breaker.state.kind).toBe(kind);
	});

	test("closes nothing, and is kept until the prober fails or a message is taken", () => {
		expect(afterEvent(CLOSED, accepted(START))).toBe(CLOSED);
		const works = after(failed("prober", "auth"), accepted(START + 1));
		expect(works.state).toMatchObject({ worksSince: START + 1 });
		const again = [
			token("a", START + 2),
			failed("login", "transient", "connect", { owner: "a" }),
		].reduce(afterEvent, works);
		expect(again.state).toMatchObject({
			kind: "open",
			worksSince: START + 1,
			attempt: 1,
		});
		expect(afterEvent(again, accepted(START + 9)).state).toMatchObject({
			worksSince: START + 1,
		});
		expect(
			afterEvent(again, failed("prober", "transient", "connect")).state,
		).not.toHaveProperty("worksSince");
	});
});

describe("a trial", () => {
	const halfOpen = [QUOTA, token("a", START + HOUR)];

	test("closes the breaker with a 250, for the owner of the token only", () => {
		expect(after(...halfOpen, sent("a", START + HOUR)).state).toEqual({
			kind: "closed",
			lastGoodSecretVersion: "v1",
		});
		const other = after(...halfOpen);
		expect(afterEvent(other, sent("b", START + HOUR))).toBe(other);
		const open = after(QUOTA);
		expect(afterEvent(open, sent("", START))).toBe(open);
	});

	const lost = (owner: string) => failed("trial", "rate", "mail", { owner });
	test("that is lost leaves it to another batch; the second one opens and doubles", () => {
		const open = after(failed("account", "rate", "mail"));
		const once = [token("a", START), lost("a")].reduce(afterEvent, open);
		expect(once.state).toMatchObject({
			kind: "half-open",
			lost: 1,
			attempt: 1,
		});
		expect(gateOf(once, START, "v1").kind).toBe("trial-due");
		const twice = [token("b", START), lost("b")].reduce(afterEvent, once);
		expect(twice.state).toMatchObject({ kind: "open", attempt: 2 });
		expect(until(twice)).toBe(10);
		const later = [token("c", START), lost("c")].reduce(afterEvent, twice);
		expect(later.state).toMatchObject({ kind: "half-open", lost: 1 });
	});

	test("whose login fails lets the prober judge, and counts for nothing", () => {
		const breaker = after(
			...halfOpen,
			failed("login", "transient", "connect", { at: START + HOUR, owner: "a" }),
		);
		expect(breaker.state).toMatchObject({ kind: "open", attempt: 1 });
		expect(until(breaker)).toBe(60);
	});

	test("in which a login worked turns green, though no message was there to prove more", () => {
		const passed: BreakerEvent = {
			kind: "token-passed",
			at: START + 9,
			owner: "a",
			isIn: true,
		};
		const breaker = after(
			failed("prober", "transient", "connect"),
			token("a", START),
			passed,
		);
		expect(breaker.state).toMatchObject({
			kind: "half-open",
			worksSince: START + 9,
		});
	});

	test("from which nothing was learned frees the token at once, its owner's alone", () => {
		const passed = (owner: string): BreakerEvent => ({
			kind: "token-passed",
			at: START + HOUR + 1,
			owner,
			isIn: false,
		});
		const breaker = after(...halfOpen);
		expect(
			gateOf(afterEvent(breaker, passed("a")), START + HOUR + 1, "v1").kind,
		).toBe("trial-due");
		expect(afterEvent(breaker, passed("b"))).toBe(breaker);
	});
});

test("a newer secret that works is made known while it is closed", () => {
	const renewed: BreakerEvent = {
		kind: "secret-renewed",
		at: START,
		secretVersion: "v2",
	};
	expect(after(renewed).state).toEqual({
		kind: "closed",
		lastGoodSecretVersion: "v2",
	});
	const open = after(QUOTA);
	expect(afterEvent(open, renewed)).toBe(open);
});

describe("an outage that begins anew while a message has to prove a login", () => {
	const fails = (minutes: number): readonly BreakerEvent[] => [
		token("a", MINUTES_LATER(minutes)),
		failed("login", "transient", "connect", {
			at: MINUTES_LATER(minutes),
			owner: "a",
		}),
	];
	const works = [failed("prober", "transient", "connect"), accepted(START)];

	test("is judged two minutes after its first failure, however many follow", () => {
		const breaker = after(...works, ...fails(1), ...fails(2), ...fails(3));
		expect(isProbeDue(breaker, MINUTES_LATER(2.9), "v1")).toBe(false);
		expect(isProbeDue(breaker, MINUTES_LATER(3), "v1")).toBe(true);
		const trying = afterEvent(breaker, token("b", MINUTES_LATER(3)));
		expect(isProbeDue(trying, MINUTES_LATER(3), "v1")).toBe(true);
	});

	test("keeps a second prober out, whoever tries meanwhile", () => {
		const probing: BreakerEvent = {
			kind: "probe-started",
			at: MINUTES_LATER(3),
			until: MINUTES_LATER(4),
		};
		const breaker = after(...works, ...fails(1), probing, ...fails(3.1));
		expect(isProbeDue(breaker, MINUTES_LATER(3.5), "v1")).toBe(false);
		const judged = afterEvent(breaker, accepted(MINUTES_LATER(3.6)));
		expect(isProbeDue(judged, MINUTES_LATER(9), "v1")).toBe(false);
	});
});

test("after a day at MAIL or later a trial is made once an hour", () => {
	const day = 25 * HOUR;
	const later = after(
		failed("account", "transient", "mail"),
		token("a", START),
		failed("trial", "transient", "mail", { at: START + day, owner: "a" }),
		token("b", START + day),
		failed("trial", "transient", "mail", { at: START + day, owner: "b" }),
	);
	expect(until(later)).toBe(26 * 60);
});

describe("the gate", () => {
	const hold: BreakerEvent = {
		kind: "held",
		at: START,
		who: "ann",
		why: "flood",
		until: START + HOUR,
	};
	const taken = [QUOTA, token("a", START)];
	test.each<[string, Breaker, number, string, string, boolean]>([
		["closed", CLOSED, 0, "v1", "closed", true],
		["open before its time", after(QUOTA), 59, "v1", "blocked", false],
		["open after its time", after(QUOTA), 60, "v1", "trial-due", true],
		[
			"open for a refused login, whatever the time",
			after(failed("prober", "auth")),
			600,
			"v2",
			"blocked",
			false,
		],
		[
			"open for a throttle, whatever the time",
			after(failed("prober", "auth-throttle")),
			600,
			"v1",
			"blocked",
			false,
		],
		[
			"open without a password",
			after(failed("prober", "config", "unknown")),
			600,
			"v2",
			"blocked",
			false,
		],
		[
			"open for a lost connection, after its time",
			after(failed("prober", "transient", "connect")),
			5,
			"v1",
			"trial-due",
			true,
		],
		[
			"open for three messages, before its time",
			after(failed("messages", "transient", "data")),
			0,
			"v1",
			"blocked",
			true,
		],
		[
			"open for a login of one environment",
			after(failed("login", "transient", "connect")),
			0,
			"v1",
			"trial-due",
			true,
		],
		[
			"open for a login of one environment, after the prober had confirmed it",
			TURN_IN_VAIN,
			0,
			"v1",
			"blocked",
			false,
		],
		[
			"open for a login of one environment, though the prober gets in",
			IN_VAIN_THOUGH_IT_WORKS,
			0,
			"v1",
			"trial-due",
			true,
		],
		[
			"open for a login that one environment was refused",
			after(failed("login", "auth")),
			0,
			"v1",
			"blocked",
			false,
		],
		[
			"open for config at MAIL with a new secret",
			after(
				failed("trial", "config", "mail"),
				failed("account", "config", "mail"),
			),
			1,
			"v2",
			"trial-due",
			true,
		],
		[
			"open for quota with a new secret",
			after(QUOTA),
			1,
			"v2",
			"blocked",
			false,
		],
		[
			"half-open after a login",
			after(failed("prober", "auth"), accepted(START)),
			0,
			"v2",
			"trial-due",
			true,
		],
		[
			"half-open by a living environment",
			after(...taken),
			0,
			"v1",
			"blocked",
			true,
		],
		["half-open by a dead one", after(...taken), 61, "v1", "trial-due", true],
		["held", after(hold), 59, "v1", "held", false],
		["held and open", after(QUOTA, hold), 59, "v1", "held", false],
		["held no longer", after(hold), 60, "v1", "closed", true],
	])("%s", (_name, breaker, minutes, secret, kind, mapping) => {
		const now = MINUTES_LATER(minutes);
		expect(gateOf(breaker, now, secret).kind).toBe(kind);
		expect(wantsMapping(breaker, now, secret)).toBe(mapping);
	});
});

describe("a probe", () => {
	const probing: BreakerEvent = {
		kind: "probe-started",
		at: START + HOUR,
		until: START + HOUR + MINUTE,
	};
	const AUTH = failed("prober", "auth");
	test.each<[string, Breaker, number, string, boolean]>([
		["is not due while closed", CLOSED, 0, "v1", false],
		[
			"is due at once when one environment can't log in",
			after(failed("login", "transient", "connect")),
			0,
			"v1",
			true,
		],
		[
			"is due at once when one can't at the end of a wait",
			TURN_IN_VAIN,
			0,
			"v1",
			true,
		],
		[
			"is due a while after one can't though the prober gets in",
			IN_VAIN_THOUGH_IT_WORKS,
			1,
			"v1",
			false,
		],
		["is due after an hour of a refused login", after(AUTH), 60, "v1", true],
		["is not due before", after(AUTH), 59, "v1", false],
		["is due at once with a new secret", after(AUTH), 0, "v2", true],
		[
			"of a throttle is not due with a new secret",
			after(failed("prober", "auth-throttle")),
			0,
			"v2",
			false,
		],
		[
			"of a lost connection leaves two minutes to those that send",
			after(failed("prober", "transient", "connect")),
			6,
			"v1",
			false,
		],
		[
			"of a lost connection is due then",
			after(failed("prober", "transient", "connect")),
			7,
			"v1",
			true,
		],
		[
			"is never due for what only a message shows",
			after(QUOTA),
			600,
			"v2",
			false,
		],
		[
			"is not due while a message has to prove a login",
			after(AUTH, accepted(START)),
			600,
			"v1",
			false,
		],
		["is not due while somebody probes", after(AUTH, probing), 60, "v1", false],
		["is due again when that one died", after(AUTH, probing), 61, "v1", true],
	])("%s", (_name, breaker, minutes, secret, due) => {
		expect(isProbeDue(breaker, MINUTES_LATER(minutes), secret)).toBe(due);
	});
});

test("times that a fast clock wrote keep nothing shut for longer than they should", () => {
	const day = 24 * HOUR;
	const fast = after(failed("prober", "auth", "auth", { at: START + day }), {
		kind: "probe-started",
		at: START + day,
		until: START + day + MINUTE,
	});
	expect(withTimesCut(fast, START).state).toMatchObject({
		since: START,
		until: START + HOUR,
		probeUntil: START + 90_000,
	});
	const trial = after(QUOTA, accepted(START), token("a", START + day));
	expect(withTimesCut(trial, START).state).toMatchObject({
		token: { owner: "a", until: START + 900_000 },
	});
	expect(withTimesCut(CLOSED, START)).toBe(CLOSED);
});

describe("an operator's hold", () => {
	const hold: BreakerEvent = {
		kind: "held",
		at: START,
		who: "ann",
		why: "flood",
	};

	test("erases no cause, and a cause erases no hold", () => {
		const breaker = after(
			failed("prober", "auth"),
			hold,
			failed("prober", "auth", "auth", { at: START + HOUR }),
		);
		expect(breaker.state).toMatchObject({
			kind: "open",
			cause: "auth",
			attempt: 2,
		});
		expect(breaker.hold).toMatchObject({ who: "ann" });
		const works = afterEvent(breaker, accepted(START + HOUR));
		expect(works.hold).toMatchObject({ who: "ann" });
	});

	test("made longer keeps its begin, and one after its end does not", () => {
		const longer = after(
			{ ...hold, until: START + HOUR },
			{ ...hold, at: START + MINUTE, until: START + 2 * HOUR },
		);
		expect(longer.hold).toMatchObject({ at: START, until: START + 2 * HOUR });
		const again = after(
			{ ...hold, until: START + HOUR },
			{ ...hold, at: START + HOUR },
		);
		expect(again.hold).toMatchObject({ at: START + HOUR });
	});

	test("ends by itself and is then tidied away", () => {
		const breaker = after({ ...hold, until: START + HOUR });
		const tidy = (at: number): BreakerEvent => ({
			kind: "tidied",
			at,
			oldest: 0,
		});
		expect(afterEvent(breaker, tidy(START + HOUR - 1))).toBe(breaker);
		expect(afterEvent(breaker, tidy(START + HOUR)).hold).toBeUndefined();
	});

	test("resumed lets a cause be tried at once, but never a daily limit", () => {
		const resumed: BreakerEvent = {
			kind: "resumed",
			at: START + 1,
			who: "ann",
		};
		const auth = after(failed("prober", "auth"), hold, resumed);
		expect(auth.hold).toBeUndefined();
		expect(isProbeDue(auth, START + 1, "v1")).toBe(true);
		expect(until(after(QUOTA, resumed))).toBe(60);
	});
});

test("a resume while a prober logs in starts no second one", () => {
	const probing = after(failed("prober", "auth"), {
		kind: "probe-started",
		at: START,
		until: START + MINUTE,
	});
	const resumed = afterEvent(probing, {
		kind: "resumed",
		at: START,
		who: "ann",
	});
	expect(isProbeDue(resumed, START + 1, "v1")).toBe(false);
	expect(isProbeDue(resumed, START + MINUTE, "v1")).toBe(true);
});

test("the history keeps the last forty events of an incident", () => {
	const events = Array.from(
		{ length: 60 },
		(_, index): BreakerEvent => ({
			kind: "held",
			at: START + index,
			who: "ann",
			why: "again",
		}),
	);
	const { history } = after(...events);
	expect(history).toHaveLength(40);
	expect(history.at(-1)?.at).toBe(START + 59);
});
