import { describe, expect, test } from "vitest";
import {
	type Breaker,
	CLOSED,
	loginDecides,
} from "../../../core/breaker/breaker.ts";
import type { BreakerEvent } from "../../../core/breaker/event.ts";
import {
	gateOf,
	isProbeDue,
	wantsMapping,
} from "../../../core/breaker/gate.ts";
import { afterEvent, awaitsProof } from "../../../core/breaker/transition.ts";
import type { SenderCause } from "../../../core/delivery/causes.ts";
import type { SmtpStage } from "../../../core/smtp/reply.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.UTC(2026, 10, 23);

const failed = (
	cause: SenderCause,
	stage: SmtpStage = "auth",
	at = START,
	openedBy?: string,
): BreakerEvent => ({
	kind: "failed",
	at,
	failure: { cause, stage, reply: "no" },
	secretVersion: "v1",
	...(openedBy === undefined ? {} : { openedBy }),
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
	leaseUntil: at + MINUTE,
});
const sent = (owner: string, at: number, by = "mail"): BreakerEvent => ({
	kind: "sent",
	at,
	owner,
	by,
	secretVersion: "v1",
});
const after = (...events: readonly BreakerEvent[]): Breaker =>
	events.reduce(afterEvent, CLOSED);
const until = ({ state }: Breaker) =>
	state.kind === "closed" ? 0 : (state.until - START) / MINUTE;

describe("a failure", () => {
	test.each<[SenderCause, number]>([
		["auth", 60],
		["quota", 60],
		["auth-throttle", 5],
		["transient", 5],
		["rate", 5],
		["config", 5],
	])("of %s opens for %i minutes at first", (cause, minutes) => {
		expect(until(after(failed(cause)))).toBe(minutes);
	});

	test("doubles the wait each time the same cause comes back", () => {
		let breaker = CLOSED;
		const waits = [1, 2, 3, 4, 5, 6].map(() => {
			breaker = afterEvent(breaker, failed("transient"));
			return until(breaker);
		});
		expect(waits).toEqual([5, 10, 20, 40, 60, 60]);
	});

	const twice = [failed("transient"), failed("transient")];
	test.each<[string, readonly BreakerEvent[], number, number]>([
		["a login that works in between", [accepted(START)], 1, 20],
		[
			"eleven minutes after a login without any mail",
			[accepted(START)],
			11,
			20,
		],
		["nine minutes of mail", [accepted(START), sent("", START)], 9, 20],
		["eleven minutes of mail", [accepted(START), sent("", START)], 11, 5],
	])("after %s waits as the back-off says", (_name, between, minutes, wait) => {
		const breaker = after(
			...twice,
			...between,
			failed("transient", "connect", START + minutes * MINUTE),
		);
		expect(until(breaker) - minutes).toBe(wait);
	});

	test("of another cause starts its own back-off and its own outage", () => {
		const at = START + MINUTE;
		const closedBetween = after(...twice, accepted(START), {
			...failed("rate", "mail"),
			at,
		});
		expect(until(closedBetween) - 1).toBe(5);
		const open = after(...twice, failed("auth", "auth", at));
		expect(open.state).toMatchObject({ since: at, attempt: 1 });
	});

	test("of another cause is of the same outage until Google takes a message", () => {
		const other = after(
			failed("auth"),
			failed("transient", "connect", START + HOUR),
			accepted(START + 2 * HOUR),
			failed("auth", "auth", START + 3 * HOUR),
		);
		expect(other.state).toMatchObject({
			since: START + 3 * HOUR,
			outageSince: START,
		});
		const proved = [
			accepted(START + 4 * HOUR),
			sent("", START + 5 * HOUR),
			failed("auth", "auth", START + 6 * HOUR),
		].reduce(afterEvent, other);
		expect(proved.state).toMatchObject({ outageSince: START + 6 * HOUR });
	});

	test("of the same cause keeps the begin of the outage", () => {
		const again = after(failed("auth"), failed("auth", "auth", START + HOUR));
		expect(again.state).toMatchObject({ since: START, attempt: 2 });
		expect(again.history).toHaveLength(1);
	});
});

describe("a login that is accepted", () => {
	test.each<[SmtpStage, string]>([
		["connect", "closed"],
		["ehlo", "closed"],
		["starttls", "closed"],
		["auth", "closed"],
		["mail", "open"],
		["data", "open"],
		["eom", "open"],
	])("after a failure at %s leaves the breaker %s", (stage, kind) => {
		const breaker = after(failed("transient", stage), accepted(START + 1));
		expect(breaker.state.kind).toBe(kind);
		const open = after(failed("transient", stage)).state;
		expect(open.kind === "open" && loginDecides(open)).toBe(kind === "closed");
	});

	test("closes nothing that is closed, and changes no version", () => {
		expect(afterEvent(CLOSED, accepted(START))).toBe(CLOSED);
	});
});

describe("a message that Google takes", () => {
	const halfOpen = [failed("quota", "data"), token("a", START + HOUR)];

	test("closes the breaker for the owner of the token only", () => {
		expect(after(...halfOpen, sent("a", START + HOUR)).state.kind).toBe(
			"closed",
		);
		const other = after(...halfOpen);
		expect(afterEvent(other, sent("b", START + HOUR))).toBe(other);
		const open = after(failed("quota", "data"));
		expect(afterEvent(open, sent("", START))).toBe(open);
	});

	test("proves a breaker that a login has closed, once", () => {
		const closed = after(failed("auth"), accepted(START + 1));
		expect(awaitsProof(closed)).toBe(true);
		const proved = afterEvent(closed, sent("", START + 2));
		expect(awaitsProof(proved)).toBe(false);
		expect(afterEvent(proved, sent("", START + 3))).toBe(proved);
		expect(awaitsProof(CLOSED)).toBe(false);
	});

	test("makes every other message that opened it a suspect", () => {
		const first = after(
			failed("config", "rcpt", START, "p"),
			token("a", START),
			sent("a", START, "r"),
		);
		const second = [
			failed("config", "rcpt", START, "q"),
			token("a", START),
			sent("a", START, "r"),
		].reduce(afterEvent, first);
		expect(second.suspects).toEqual(["p", "q"]);
		const itself = after(
			failed("config", "rcpt", START, "p"),
			token("a", START),
			sent("a", START, "p"),
		);
		expect(itself.suspects).toEqual([]);
	});
});

describe("the token", () => {
	const open = [failed("quota", "data")];

	test("passed on is free at once", () => {
		const breaker = after(...open, token("a", START + HOUR), {
			kind: "token-passed",
			at: START + HOUR + 1,
			owner: "a",
		});
		expect(gateOf(breaker, START + HOUR + 1, "v1").kind).toBe("trial-due");
	});

	test("of somebody else cannot be passed on", () => {
		const breaker = after(...open, token("a", START + HOUR));
		const event: BreakerEvent = { kind: "token-passed", at: START, owner: "b" };
		expect(afterEvent(breaker, event)).toBe(breaker);
	});
});

describe("the gate", () => {
	const hold: BreakerEvent = {
		kind: "held",
		at: START,
		who: "ann",
		why: "flood",
		until: START + HOUR,
	};
	const taken = [failed("quota", "data"), token("a", START)];
	test.each<[string, Breaker, number, string, string, boolean]>([
		["closed", CLOSED, 0, "v1", "closed", true],
		[
			"open before its time",
			after(failed("quota", "data")),
			59,
			"v1",
			"blocked",
			false,
		],
		[
			"open after its time",
			after(failed("quota", "data")),
			60,
			"v1",
			"trial-due",
			true,
		],
		[
			"open at the login, whatever the time",
			after(failed("auth")),
			600,
			"v2",
			"blocked",
			false,
		],
		[
			"open for config at MAIL with a new secret",
			after(failed("config", "mail")),
			1,
			"v2",
			"trial-due",
			true,
		],
		[
			"open for quota with a new secret",
			after(failed("quota", "data")),
			1,
			"v2",
			"blocked",
			false,
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
		[
			"held and open",
			after(failed("quota", "data"), hold),
			59,
			"v1",
			"held",
			false,
		],
		["held no longer", after(hold), 60, "v1", "closed", true],
	])("%s", (_name, breaker, minutes, secret, kind, mapping) => {
		const now = START + minutes * MINUTE;
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
	test.each<[string, Breaker, number, string, boolean]>([
		["is not due while closed", CLOSED, 0, "v1", false],
		[
			"is due after an hour of a refused login",
			after(failed("auth")),
			60,
			"v1",
			true,
		],
		["is not due before", after(failed("auth")), 59, "v1", false],
		["is due at once with a new secret", after(failed("auth")), 0, "v2", true],
		[
			"of a throttle is not due with a new secret",
			after(failed("auth-throttle")),
			0,
			"v2",
			false,
		],
		[
			"is never due for what only a message shows",
			after(failed("quota", "data")),
			600,
			"v2",
			false,
		],
		[
			"is not due while somebody probes",
			after(failed("auth"), probing),
			60,
			"v1",
			false,
		],
		[
			"is due again when that one died",
			after(failed("auth"), probing),
			61,
			"v1",
			true,
		],
	])("%s", (_name, breaker, minutes, secret, due) => {
		expect(isProbeDue(breaker, START + minutes * MINUTE, secret)).toBe(due);
	});
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
			failed("auth"),
			hold,
			failed("auth", "auth", START + HOUR),
		);
		expect(breaker.state).toMatchObject({
			kind: "open",
			cause: "auth",
			attempt: 2,
		});
		expect(breaker.hold).toMatchObject({ who: "ann" });
		const closed = afterEvent(breaker, accepted(START + HOUR));
		expect(closed.hold).toMatchObject({ who: "ann" });
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
		const auth = after(failed("auth"), hold, resumed);
		expect(auth.hold).toBeUndefined();
		expect(isProbeDue(auth, START + 1, "v1")).toBe(true);
		expect(until(after(failed("quota", "data"), resumed))).toBe(60);
	});
});

test("a resume while a prober logs in starts no second one", () => {
	const probing = after(failed("auth"), {
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
