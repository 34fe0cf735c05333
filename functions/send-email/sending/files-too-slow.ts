import { retry } from "../../../core/delivery/decide.ts";
import type { OfRow, Outcome } from "../../../core/delivery/outcome.ts";
import type { AdmittedBatch } from "../batch.ts";

/** A message whose files come too slowly has to be tried again, but not for ever. */
export function filesTooSlow(
	pending: readonly number[],
	of: OfRow,
	{ deps }: AdmittedBatch,
): Outcome {
	const { attempts, progress } = of.row;
	const { attemptBudget } = deps.config;
	const decision = retry("transient", pending, TOO_SLOW, {
		attempts,
		attemptBudget,
		progress,
		random: deps.random(),
	});
	return { ...decision, ...of };
}

const TOO_SLOW = {
	rule: "files-too-slow",
	reply: "S3 takes too long to hand out its files",
};
