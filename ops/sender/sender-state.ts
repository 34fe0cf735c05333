import { type Breaker, breakerOf, CLOSED } from "../../core/breaker/breaker.ts";
import { tableKey } from "../../core/contract.ts";
import {
	credentialFacts,
	parseSecret,
} from "../../core/credential/credential.ts";
import { NO_QUOTA, type Quota, quotaOf } from "../../core/quota/quota.ts";
import { NO_ROUND } from "../../core/status/last-round.ts";
import type { Overview, OverviewPart } from "../../core/status/overview.ts";
import { countDead } from "./dead-index.ts";
import { type Reading, read, valueOr } from "./reading.ts";
import {
	readDepth,
	readLastRound,
	readMapping,
	readReserved,
	readSecret,
	readTableItem,
} from "./readings.ts";
import type { Target } from "./target.ts";

/** Reads everything that a verdict needs. A part that cannot be read is empty, and is listed as unknown. */
export async function readOverview(
	target: Target,
	now: number,
): Promise<Overview> {
	const { sender } = target;
	const [breaker, quota, watch, secret, mapping, fn, source, dead, byCause] =
		await Promise.all([
			read(() => readBreaker(target)),
			read(() => readQuota(target)),
			read(() => readLastRound(target)),
			read(() => readPassword(target)),
			read(() => readMapping(target)),
			read(() => readReserved(target, sender.functionName)),
			read(() => readDepth(target, sender.queueUrl)),
			read(() => readDepth(target, sender.deadLetterQueueUrl)),
			read(() => countDead(target, 0)),
		]);
	const none = { ready: 0, hidden: 0 };
	const { ready, hidden } = valueOr(source, none);
	const letters = valueOr(dead, none);
	const reserved = valueOr(fn, undefined);
	const { at, readySince, waitingSince } = valueOr(watch, NO_ROUND);
	return {
		now,
		mailbox: sender.mailbox,
		breaker: valueOr(breaker, CLOSED),
		...valueOr(secret, { password: "unknown", secretVersion: "" }),
		mapping: valueOr(mapping, {}).State ?? "unknown",
		...(reserved === undefined ? {} : { reservedConcurrency: reserved }),
		ready,
		hidden,
		deadLetters: letters.ready + letters.hidden,
		deadByCause: valueOr(byCause, {}),
		quota: valueOr(quota, NO_QUOTA),
		limits: sender.limits,
		lastRound: at,
		readySince,
		waitingSince,
		unknown: unknownOf({
			breaker,
			secret,
			mapping,
			function: fn,
			queue: source,
			"dead-letter queue": dead,
			"dead letters by cause": byCause,
			quota,
			"last round": watch,
		}),
	};
}

export async function readBreaker(target: Target): Promise<Breaker> {
	return breakerOf(
		await readTableItem(target, tableKey.breaker(target.sender.mailbox)),
	);
}

export async function readQuota(target: Target): Promise<Quota> {
	return quotaOf(
		await readTableItem(target, tableKey.quota(target.sender.mailbox)),
	);
}

function unknownOf(
	parts: Readonly<Record<OverviewPart, Reading<unknown>>>,
): Overview["unknown"] {
	return Object.fromEntries(
		Object.entries(parts).flatMap(([part, reading]) =>
			reading.kind === "unknown" ? [[part, reading.why]] : [],
		),
	);
}

async function readPassword(
	target: Target,
): Promise<
	Pick<Overview, "password" | "credential" | "secretVersion" | "passwordAt">
> {
	const {
		SecretString = "",
		VersionId = "",
		CreatedDate,
	} = await readSecret(target);
	return {
		...credentialFacts(parseSecret(SecretString, target.sender.mailbox)),
		secretVersion: VersionId,
		...(CreatedDate === undefined ? {} : { passwordAt: CreatedDate.getTime() }),
	};
}
