import { expect, test } from "vitest";
import {
	type LedgerState,
	withTimesCut,
} from "../../../core/delivery/ledger-row.ts";
import { row } from "../../support/steps.ts";

const NOW = 1_000_000;
const FAR = NOW + 9e9;

test.each<[LedgerState, LedgerState]>([
	[
		{ kind: "SENDING", owner: "a", leaseEnd: FAR },
		{ kind: "SENDING", owner: "a", leaseEnd: NOW + 930_000 },
	],
	[
		{ kind: "WAITING", notBefore: FAR },
		{ kind: "WAITING", notBefore: NOW + 4_320_000 },
	],
	[
		{ kind: "MAYBE_SENT", notBefore: FAR },
		{ kind: "MAYBE_SENT", notBefore: NOW + 4_320_000 },
	],
	[
		{ kind: "WAITING", notBefore: NOW + 5 },
		{ kind: "WAITING", notBefore: NOW + 5 },
	],
	[{ kind: "SENT" }, { kind: "SENT" }],
])("a clock that was fast does not keep %j back", (state, expected) => {
	expect(withTimesCut(row({ state }), NOW).state).toEqual(expected);
});
