import { brakeAfter } from "../../../core/breaker/brake.ts";
import type { Breaker } from "../../../core/breaker/breaker.ts";
import type { Witness } from "../../../core/breaker/event.ts";
import { afterEvent } from "../../../core/breaker/transition.ts";
import type { SenderFailure } from "../../../core/delivery/decision.ts";
import { othersSend } from "../../../core/quota/senders.ts";
import type { Secret } from "../../shared/deps.ts";
import type { AdmittedBatch, Batch } from "../batch.ts";
import { changeItem } from "../change-item.ts";
import { isTimeFor } from "../deadline.ts";

type Trial = Batch & Pick<AdmittedBatch, "breaker" | "secret" | "trialOwner">;

/** After a refused login: the secret, if it has a newer version than the one that was refused. */
export async function readNewerSecret(
	{ cause, stage }: SenderFailure,
	{ version }: Secret,
	batch: Batch,
): Promise<Secret | undefined> {
	const { deps } = batch;
	if (cause !== "auth" && !(cause === "config" && stage === "unknown"))
		return undefined;
	if (!isTimeFor(1, batch)) return undefined;
	const latest = await deps.secret.current(0);
	return latest === "unavailable" || latest.version === version
		? undefined
		: latest;
}

/** Lets everybody know that there is a newer secret than the one they may still have in memory. */
export async function tellRenewed(batch: AdmittedBatch): Promise<void> {
	const { breaker: from, deps } = batch;
	const { version: secretVersion } = batch.secret;
	if (from.state.kind !== "closed") return;
	const at = deps.clock.now();
	await changeItem(
		deps.breaker,
		(current) =>
			afterEvent(current, { kind: "secret-renewed", at, secretVersion }),
		batch,
		{ from },
	);
}

/** Stops the batch, and opens the breaker for the whole fleet. `producers`: whose messages failed. */
export async function openBreaker(
	by: Witness,
	failure: SenderFailure,
	batch: AdmittedBatch,
	producers: readonly string[] = [],
): Promise<void> {
	if (batch.stopped !== undefined) return;
	batch.stopped = failure;
	// A refused version that is no longer current says nothing of the account.
	if ((await readNewerSecret(failure, batch.secret, batch)) !== undefined)
		await passTokenOn(batch, { isIn: false });
	else await writeFailure(by, failure, batch, suspectOf(producers, batch));
}

/** The producer whose messages alone failed, if others send. */
function suspectOf(
	producers: readonly string[],
	{ memory, deps }: Batch,
): string | undefined {
	const [producer, ...others] = new Set(producers);
	if (producer === undefined || others.length > 0) return undefined;
	return othersSend(memory.senders, producer, deps.clock.now())
		? producer
		: undefined;
}

/** A 250 for a producer's message closes the breaker of a trial. */
export async function closeBreaker(
	producer: string,
	batch: AdmittedBatch,
): Promise<void> {
	const { trialOwner: owner, deps, breaker: from } = batch;
	if (owner === undefined) return;
	batch.trialOwner = undefined;
	const writer = deps.newId();
	const closed = await changeItem(
		deps.breaker,
		(current) =>
			afterEvent(current, {
				kind: "sent",
				at: deps.clock.now(),
				secretVersion: batch.secret.version,
				owner,
				producer,
			}),
		batch,
		{ writer, from },
	);
	// Lost, it only costs the next environment another trial.
	if (closed === "unavailable") return;
	batch.breaker = closed;
	if (isBy(writer, closed)) deps.log("info", { event: "breaker-closed" });
}

/** A trial from which no more was learned than whether a login works (`isIn`): somebody else may try at once. */
export async function passTokenOn(
	batch: Trial,
	{ isIn }: { readonly isIn: boolean },
): Promise<void> {
	const { trialOwner: owner, breaker: from, deps } = batch;
	if (owner === undefined) return;
	const at = deps.clock.now();
	await changeItem(
		deps.breaker,
		(current) => afterEvent(current, { kind: "token-passed", at, owner, isIn }),
		batch,
		{ from },
	);
}

/** Tells whose messages Google has refused; a producer with too many is held from then on. */
export async function tellRefused(batch: AdmittedBatch): Promise<void> {
	const producers = batch.refused.splice(0);
	if (producers.length === 0) return;
	const { deps, breaker: from } = batch;
	const id = deps.newId().slice(-8);
	const refused = [...new Set(producers)].map((producer) => ({
		producer,
		count: producers.filter((each) => each === producer).length,
	}));
	const at = deps.clock.now();
	const after = await changeItem(
		deps.breaker,
		(current) => afterEvent(current, { kind: "refused", at, id, refused }),
		batch,
		{ from },
	);
	// Lost, it only counts fewer.
	if (after === "unavailable") return;
	for (const { match } of after.rules.filter((rule) => rule.id.startsWith(id)))
		deps.log("warn", { event: "producer-held", ...match });
}

/** Takes the token of a trial, unless somebody else has written meanwhile. */
export async function takeToken(
	from: Breaker,
	batch: Batch,
): Promise<{ readonly breaker: Breaker; readonly owner: string } | undefined> {
	const { deps, deadline } = batch;
	const owner = deps.newId();
	const at = deps.clock.now();
	const breaker = await changeItem(
		deps.breaker,
		(current) =>
			current.version === from.version
				? afterEvent(current, {
						kind: "token-taken",
						at,
						owner,
						until: deadline,
					})
				: current,
		batch,
		{ from },
	);
	return breaker !== "unavailable" &&
		breaker.state.kind === "half-open" &&
		breaker.state.token?.owner === owner
		? { breaker, owner }
		: undefined;
}

/** Writes down what failed. When nobody can, the environment brakes itself. */
export async function writeFailure(
	by: Witness,
	failure: SenderFailure,
	batch: Trial,
	suspect?: string,
): Promise<void> {
	const { deps, memory, breaker: from, secret, trialOwner: owner } = batch;
	const at = deps.clock.now();
	const { version: secretVersion } = secret;
	const writer = deps.newId();
	const breaker = await changeItem(
		deps.breaker,
		(current) =>
			afterEvent(current, {
				kind: "failed",
				by,
				at,
				failure,
				secretVersion,
				...(owner === undefined ? {} : { owner }),
				...(suspect === undefined ? {} : { suspect }),
			}),
		batch,
		{ writer, from },
	);
	if (breaker === "unavailable") {
		deps.metrics.add("stateUnreachable", 1);
		memory.brake = brakeAfter(memory.brake, {
			now: deps.clock.now(),
			sent: undefined,
			secretVersion,
			isOwn: false,
		});
		deps.log("error", { event: "breaker-not-written", cause: failure.cause });
	} else if (isBy(writer, breaker) && breaker.state.kind === "open") {
		deps.log("warn", {
			event: "breaker-opened",
			...failure,
			until: new Date(breaker.state.until).toISOString(),
		});
	}
}

function isBy(writer: string, { writers = [] }: Breaker): boolean {
	return writers.includes(writer);
}
