import { describe, expect, test } from "vitest";
import { CLOSED } from "../../../../core/breaker/breaker.ts";
import type { MessageRule } from "../../../../core/breaker/holds.ts";
import {
	isAllSuspected,
	setAside,
} from "../../../../functions/send-email/admission/set-aside.ts";
import {
	keyed,
	NOW,
	ORIGIN,
	record,
	stepBatch,
} from "../../../support/steps.ts";

const suspect = { producer: "AROAFLOOD", until: NOW + 90_000 };
const suspecting = (until = suspect.until) =>
	stepBatch({}, { breaker: { ...CLOSED, suspect: { ...suspect, until } } })
		.batch;
const of = (producer: string, changes: Parameters<typeof keyed>[0] = {}) =>
	keyed({
		record: record({ senderId: `${producer}:session` }),
		origin: { ...ORIGIN, producer },
		...changes,
	});
const cancel: MessageRule = {
	id: "r",
	kind: "cancel",
	match: {},
	who: "ann",
	why: "x",
	at: NOW,
	since: 0,
};

describe("setAside()", () => {
	test("leaves out the suspected producer's mail until its time", () => {
		const [flood, billing] = [of("AROAFLOOD"), of("billing")];
		const { messages, aside } = setAside([flood, billing], suspecting());
		expect(messages).toEqual([billing]);
		expect([...aside]).toEqual([
			[flood.record, { kind: "come-back", delaySeconds: 90 }],
		]);
	});

	test.each([
		["its time is over", of("AROAFLOOD"), NOW],
		["it is expired", of("AROAFLOOD", { isExpired: true }), undefined],
		["it is cancelled", of("AROAFLOOD", { rule: cancel }), undefined],
	])("leaves nothing out when %s", (_when, message, until) => {
		const { messages, aside } = setAside([message], suspecting(until));
		expect(messages).toEqual([message]);
		expect(aside.size).toBe(0);
	});

	test("keeps what has waited for days away for longer: receives are few", () => {
		const old = of("AROAFLOOD", {
			record: record({ receiveCount: 300 }),
		});
		const { aside } = setAside([old], suspecting());
		expect([...aside.values()]).toEqual([
			{ kind: "come-back", delaySeconds: 1500 },
		]);
	});
});

test.each<[string, readonly string[], boolean]>([
	["its alone", ["AROAFLOOD", "AROAFLOOD"], true],
	["another's, too", ["AROAFLOOD", "AROAOTHER"], false],
	["none", [], false],
])(
	"isAllSuspected() when the batch's mail is %s",
	(_whose, senders, expected) => {
		const batch = suspecting();
		const records = senders.map((id) => record({ senderId: `${id}:session` }));
		expect(isAllSuspected(records, batch.breaker, batch)).toBe(expected);
	},
);
