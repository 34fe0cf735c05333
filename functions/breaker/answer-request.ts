import { harmless } from "../../core/harmless.ts";
import { verdictText } from "../../core/status/overview.ts";
import { verdictOf } from "../../core/status/verdict.ts";
import { type Answer, NO_TABLE } from "./answer.ts";
import { checkLogin } from "./check-login.ts";
import { cloudShellAdvice } from "./cloud-shell-advice.ts";
import type { BreakerDeps } from "./deps.ts";
import { gatherOverview } from "./gather-overview.ts";
import { cancelMail, holdMail } from "./hold-mail.ts";
import { listFailed } from "./list-failed.ts";
import { readRequest } from "./request.ts";
import { resumeMail } from "./resume-mail.ts";
import { runRound } from "./run-round.ts";

/** The request handler of the breaker function: for the schedule, operators and tests. */
export async function answerRequest(
	input: unknown,
	deps: BreakerDeps,
): Promise<Answer> {
	const request = readRequest(input);
	if (typeof request === "string") return { ok: false, message: request };
	switch (request.action) {
		case "tick":
			await runRound(deps);
			return { ok: true, message: "Looked after the sender." };
		case "status":
			return status(deps);
		case "failed":
			return listFailed(deps);
		case "check-login":
			return (await checkLogin(deps)) ?? NO_TABLE;
		case "hold":
			return holdMail(request, deps);
		case "resume":
			return resumeMail(request, deps);
		case "cancel":
			return cancelMail(request, deps);
	}
}

async function status(deps: BreakerDeps): Promise<Answer> {
	const seen = await gatherOverview(deps);
	if (seen === "unavailable") return NO_TABLE;
	const verdict = verdictOf(seen, cloudShellAdvice(deps.config));
	return {
		ok: true,
		...verdict,
		message: harmless(verdictText(verdict)),
		overview: seen,
	};
}
