import type { Fate } from "./gmail/fates.ts";
import type { AwsTrouble, GmailTrouble } from "./troubles.ts";

/** What an operator, a deployment or Google does at some moment. */
export type Act =
	| "hold"
	| "resume"
	| "hold some"
	| "cancel some"
	| "redrive"
	| "redrive by AWS"
	| "deploy"
	| "toggle the mapping"
	| "revoke the password"
	| "store a wrong password"
	| "store a new password"
	| "revoke the tokens"
	| "others use the mailbox";

/** What is special about a message. */
export type Trait =
	| "plain"
	| "twin"
	| "corrected"
	| "no id"
	| "notAfter"
	| "task token"
	| "claim check"
	| "file"
	| "event"
	| "invalid";

/** Weights and chances of everything that can happen in a run. */
export interface Profile {
	/** Least and most of each. */
	readonly hours: readonly [number, number];
	readonly messages: readonly [number, number];
	/** Troubles, and how long one of them lasts at most, in minutes. */
	readonly troubles: readonly [number, number];
	readonly longest: number;
	readonly acts: readonly [number, number];
	readonly kinds: Readonly<Partial<Record<AwsTrouble | GmailTrouble, number>>>;
	readonly actions: Readonly<Partial<Record<Act, number>>>;
	readonly fates: Readonly<Partial<Record<Fate, number>>>;
	readonly traits: Readonly<Partial<Record<Trait, number>>>;
	/** Chances: of a fault and of a death at each call, of a second copy at a receive, of a lost delete. */
	readonly callFaults: number;
	readonly deaths: number;
	readonly twice: number;
	readonly lostDeletes: number;
	/** Google's limits are near what is sent. */
	readonly tightLimits: boolean;
}

const FAIR: Profile = {
	hours: [1, 3],
	messages: [5, 30],
	troubles: [0, 0],
	longest: 0,
	acts: [0, 0],
	kinds: {},
	actions: {},
	fates: { well: 30, gone: 2, full: 1, busy: 1, spam: 1, deferred: 1 },
	traits: { plain: 12, twin: 2, "no id": 1, notAfter: 1 },
	callFaults: 0,
	deaths: 0,
	twice: 0.01,
	lostDeletes: 0.005,
	tightLimits: false,
};

const GMAIL_KINDS = {
	"connection refused": 2,
	"connection times out": 1,
	"421 at the greeting": 1,
	"421 at EHLO": 1,
	"token endpoint is away": 1,
	"454 at AUTH": 1,
	"534 at AUTH": 1,
	"421 at MAIL": 2,
	"hangs at MAIL": 1,
	"451 at the dot": 1,
	"drops before the dot": 2,
	"drops after the dot": 1,
	"hangs after the dot": 1,
	"slow at the dot": 1,
} as const;

const AWS_KINDS = {
	"table hangs": 2,
	"table is late": 1,
	"table is flaky": 2,
	"table throttles": 1,
	"table loses answers": 2,
	"queue is flaky": 1,
	"secret is away": 1,
	"mapping is stuck": 1,
	"events are lost": 1,
	"tasks are away": 1,
	"tasks lose answers": 1,
	"files are slow": 1,
} as const;

const TRAITS = {
	plain: 12,
	twin: 3,
	corrected: 2,
	"no id": 1,
	notAfter: 2,
	"task token": 3,
	"claim check": 1,
	file: 2,
	event: 2,
	invalid: 1,
} as const;

const ACTIONS = {
	hold: 2,
	resume: 2,
	"hold some": 1,
	"cancel some": 1,
	redrive: 3,
	"redrive by AWS": 2,
	deploy: 2,
	"toggle the mapping": 1,
} as const;

const PASSWORDS = {
	"revoke the password": 2,
	"store a wrong password": 2,
	"store a new password": 2,
	"revoke the tokens": 1,
} as const;

export const PROFILES = {
	/** Nothing but what every mailbox meets each day. */
	calm: FAIR,
	"sender's faults": {
		...FAIR,
		hours: [2, 5],
		troubles: [1, 3],
		longest: 150,
		kinds: GMAIL_KINDS,
		acts: [0, 2],
		actions: PASSWORDS,
		fates: { ...FAIR.fates, drops: 1, doubts: 1 },
	},
	"table's faults": {
		...FAIR,
		troubles: [1, 3],
		longest: 20,
		kinds: AWS_KINDS,
		fates: { ...FAIR.fates, gone: 5, spam: 5 },
		traits: TRAITS,
		callFaults: 0.01,
		deaths: 0.002,
	},
	quota: {
		...FAIR,
		hours: [4, 10],
		messages: [6, 14],
		tightLimits: true,
		acts: [0, 2],
		actions: { "others use the mailbox": 1 },
		callFaults: 0.002,
	},
	operators: {
		...FAIR,
		hours: [2, 6],
		acts: [2, 6],
		actions: { ...ACTIONS, ...PASSWORDS },
		traits: TRAITS,
	},
	everything: {
		...FAIR,
		hours: [2, 6],
		troubles: [1, 4],
		longest: 90,
		kinds: { ...GMAIL_KINDS, ...AWS_KINDS },
		acts: [0, 5],
		actions: { ...ACTIONS, ...PASSWORDS },
		fates: { ...FAIR.fates, drops: 1, doubts: 1 },
		traits: TRAITS,
		callFaults: 0.005,
		deaths: 0.002,
		twice: 0.02,
		lostDeletes: 0.01,
	},
} as const satisfies Readonly<Record<string, Profile>>;
export type ProfileName = keyof typeof PROFILES;
