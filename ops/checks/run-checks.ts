import { setTimeout } from "node:timers/promises";
import {
	type Check,
	type CheckContext,
	type Finding,
	unknown,
} from "./check.ts";

/** One check and what it found. */
export interface CheckReport {
	readonly id: string;
	readonly title: string;
	readonly finding: Finding;
}

const USUAL_LIMIT_MS = 20_000;

/**
 * Runs all checks in parallel, after those that have to be first.
 * The finding of a check that crashes or hangs is unknown. It does not affect the others.
 */
export async function runChecks(
	checks: readonly Check[],
	context: CheckContext,
): Promise<readonly CheckReport[]> {
	const found = new Map<string, Finding>();
	const run = (some: readonly Check[]) =>
		Promise.all(
			some.map(async (check) =>
				found.set(check.id, await findingOf(check, context)),
			),
		);
	await run(checks.filter(({ first }) => first === true));
	await run(checks.filter(({ first }) => first !== true));
	return checks.map(({ id, title }) => ({
		id,
		title,
		finding: found.get(id) ?? unknown("it did not run"),
	}));
}

async function findingOf(
	check: Check,
	context: CheckContext,
): Promise<Finding> {
	const { limitMs = USUAL_LIMIT_MS } = check;
	const late = unknown(`no answer within ${limitMs / 1000} s`);
	const ended = new AbortController();
	try {
		return await Promise.race([
			check.run(context),
			setTimeout(limitMs, late, { signal: ended.signal }),
		]);
	} catch (error) {
		return unknown(sentenceOf(error));
	} finally {
		ended.abort();
	}
}

function sentenceOf(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	const { name, message } = error;
	const text = name === "Error" ? message : `${name}: ${message}`;
	return text.replace(/\s+/g, " ").trim();
}
