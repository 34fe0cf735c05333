import { describe, expect, test } from "vitest";
import { placeOf, SPACE } from "../../../../core/delivery/space.ts";
import type { SmtpStage } from "../../../../core/smtp/reply.ts";
import type { SmtpResult } from "../../../../core/smtp/smtp-result.ts";
import { culpritOf } from "../../../../functions/send-email/sending/culprit.ts";
import {
	keyed,
	ORIGIN,
	record,
	row,
	stepBatch,
} from "../../../support/steps.ts";

const ROLE = "AROASHOPSHOPSHOPSHOP1";
const SNS = "AIDAIT2UOQQY3AUEKVGXU";

const replyOf = (text: string, stage: SmtpStage) => ({
	stage,
	code: Number(text.slice(0, 3)),
	text,
});
const refusedAt = (stage: SmtpStage, text: string): SmtpResult => ({
	kind: "refused",
	reply: replyOf(text, stage),
	refused: [],
});
const partly: SmtpResult = {
	kind: "accepted",
	reply: "250 OK",
	accepted: [0],
	refused: [{ index: 1, reply: replyOf("550 5.1.1 gone", "rcpt") }],
};
const GONE = refusedAt("rcpt", "550 5.1.1 The email account does not exist");

/** A message of `producer` that `sender` has put on the queue. */
function culpritFor(
	result: SmtpResult,
	{ producer = ROLE, sender = ROLE, space = ROLE, failure = 0, granted = {} },
): string | undefined {
	const { batch } = stepBatch();
	const config = { ...batch.deps.config, producers: granted };
	const deps = new Proxy(batch.deps, {
		get: (all, name) =>
			name === "config" ? config : Reflect.get(all, name, all),
	});
	const message = keyed({
		record: record({ senderId: `${sender}:session` }),
		origin: { ...ORIGIN, producer },
		place: placeOf(space, "order-1"),
	});
	const about = { message, row: row({ failure }) };
	return culpritOf(result, about, { ...batch, deps });
}

describe("culpritOf()", () => {
	test.each<[string, SmtpResult, boolean]>([
		["a recipient that does not exist", GONE, true],
		[
			"what Google takes for spam",
			refusedAt("eom", "550 5.7.1 likely unsolicited mail"),
			true,
		],
		["one recipient of several", partly, true],
		["a full mailbox", refusedAt("rcpt", "452 4.2.2 over quota"), false],
		["a wrong message", refusedAt("eom", "552 5.3.4 too big"), false],
		["the account at MAIL", refusedAt("mail", "550 5.7.1 blocked"), false],
		["the daily limit", refusedAt("data", "550 5.4.5 Daily limit"), false],
		["nothing", { ...partly, refused: [] }, false],
	])("counts %s: %s", (_what, result, counts) => {
		expect(culpritFor(result, {})).toBe(counts ? ROLE : undefined);
	});

	test.each<[string, Parameters<typeof culpritFor>[1], string | undefined]>([
		[
			"a granted name",
			{ producer: "billing", granted: { [ROLE]: "billing" } },
			"billing",
		],
		["a name that is granted no longer", { producer: "billing" }, undefined],
		[
			"SNS, which stands for every topic",
			{ producer: SNS, sender: SNS, space: SPACE.inEvents },
			undefined,
		],
		["a user", { producer: SNS, sender: SNS, space: SNS }, undefined],
		["nobody known", { producer: "unknown", sender: "" }, undefined],
		[
			"a role whose event a route has mailed",
			{ space: SPACE.events },
			undefined,
		],
		[
			"a role that names recipients in an event",
			{ space: SPACE.inEvents },
			ROLE,
		],
		[
			"whoever sent first what is redriven",
			{ sender: "AROAOPS", failure: 1 },
			ROLE,
		],
		[
			"nobody when somebody else redrives it again",
			{ sender: "AROAOTHER", failure: 2 },
			undefined,
		],
		["whoever redrives its own again", { failure: 7 }, ROLE],
	])("counts against %s", (_who, given, culprit) => {
		expect(culpritFor(GONE, given)).toBe(culprit);
	});
});
