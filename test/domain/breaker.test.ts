import { describe, expect, test } from "vitest";
import {
	type Breaker,
	CLOSED,
	closed,
	gateOf,
	loginDecides,
	opened,
	trial,
} from "../../functions/send-email/domain/breaker.ts";
import type { SenderCause } from "../../functions/send-email/domain/causes.ts";
import type { SmtpStage } from "../../functions/send-email/domain/smtp-reply.ts";

const MINUTE = 60_000;
const START = Date.UTC(2026, 10, 23);

const failure = (
	cause: SenderCause,
	stage: SmtpStage = "auth",
	secretVersion = "v1",
) => ({ cause, stage, reply: "no", secretVersion });
const openAt = (cause: SenderCause, at = START, from: Breaker = CLOSED) =>
	opened(from, failure(cause), at);
const until = (breaker: Breaker) =>
	breaker.state.kind === "closed" ? 0 : (breaker.state.until - START) / MINUTE;

describe("opened()", () => {
	test.each<[SenderCause, number]>([
		["auth", 60],
		["quota", 60],
		["auth-throttle", 5],
		["transient", 5],
		["rate", 5],
		["config", 5],
	])("keeps %s closed to mail for %i minutes at first", (cause, minutes) => {
		expect(until(openAt(cause))).toBe(minutes);
	});

	test("doubles the wait each time the same cause comes back", () => {
		let breaker = CLOSED;
		const waits = [1, 2, 3, 4, 5, 6].map(() => {
			breaker = openAt("transient", START, breaker);
			return until(breaker);
		});
		expect(waits).toEqual([5, 10, 20, 40, 60, 60]);
	});

	test("goes on doubling when a login succeeded in between but no calm did", () => {
		const before = closed(
			openAt("transient", START, openAt("transient")),
			"v1",
			START,
		);
		expect(until(openAt("transient", START + MINUTE, before)) - 1).toBe(20);
	});

	test("starts again after ten calm minutes", () => {
		const before = closed(
			openAt("transient", START, openAt("transient")),
			"v1",
			START,
		);
		expect(until(openAt("transient", START + 11 * MINUTE, before)) - 11).toBe(
			5,
		);
	});

	test("keeps the begin of an outage while the cause stays, and moves it when it changes", () => {
		const first = openAt("transient");
		expect(openAt("transient", START + MINUTE, first).state).toMatchObject({
			since: START,
		});
		expect(openAt("auth", START + MINUTE, first).state).toMatchObject({
			since: START + MINUTE,
			attempt: 1,
		});
	});
});

describe("gateOf()", () => {
	test.each<[string, Breaker, number, string, string]>([
		["closed", CLOSED, START, "v1", "closed"],
		[
			"open before its time",
			openAt("auth"),
			START + 59 * MINUTE,
			"v1",
			"blocked",
		],
		[
			"open after its time",
			openAt("auth"),
			START + 60 * MINUTE,
			"v1",
			"trial-due",
		],
		[
			"open for auth with a new secret",
			openAt("auth"),
			START + 1,
			"v2",
			"trial-due",
		],
		[
			"open for config with a new secret",
			openAt("config"),
			START + 1,
			"v2",
			"trial-due",
		],
		[
			"open for quota with a new secret",
			openAt("quota"),
			START + 1,
			"v2",
			"blocked",
		],
		[
			"open for a throttle with a new secret",
			openAt("auth-throttle"),
			START + 1,
			"v2",
			"blocked",
		],
		[
			"half-open by a living environment",
			trial(openAt("auth"), { owner: "a", leaseUntil: START + MINUTE }),
			START,
			"v2",
			"blocked",
		],
		[
			"half-open by a dead one",
			trial(openAt("auth"), { owner: "a", leaseUntil: START }),
			START + 61 * MINUTE,
			"v1",
			"trial-due",
		],
	])("answers %s", (_name, breaker, now, secret, kind) => {
		expect(gateOf(breaker, now, secret).kind).toBe(kind);
	});
});

describe("loginDecides()", () => {
	test.each<[SmtpStage, boolean]>([
		["connect", true],
		["ehlo", true],
		["starttls", true],
		["auth", true],
		["mail", false],
		["data", false],
		["eom", false],
	])("after a failure at %s: %s", (stage, expected) => {
		const { state } = opened(CLOSED, failure("transient", stage), START);
		expect(state.kind !== "closed" && loginDecides(state)).toBe(expected);
	});
});

describe("closed()", () => {
	const openedBy = (key: string, from: Breaker) =>
		opened(from, { ...failure("config", "rcpt"), openedBy: key }, START);

	test("remembers every message that opened it and saw another pass", () => {
		const first = closed(openedBy("p", CLOSED), "v1", START, "r");
		const second = closed(openedBy("q", first), "v1", START, "r");
		expect(second.state.suspects).toEqual(["p", "q"]);
	});

	test("suspects nobody when the opener itself passed, or only a login did", () => {
		expect(
			closed(openedBy("p", CLOSED), "v1", START, "p").state.suspects,
		).toBeUndefined();
		expect(
			closed(openedBy("p", CLOSED), "v1", START).state.suspects,
		).toBeUndefined();
	});
});
